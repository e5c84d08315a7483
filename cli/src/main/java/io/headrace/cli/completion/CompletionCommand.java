package io.headrace.cli.completion;

import io.headrace.cli.Console;
import io.headrace.cli.Headrace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that teaches a shell the commands and options, and to ask for names. */
@Command(
        name = "completion",
        description = {
            "Prints a completion script for a shell: commands, options, and names of topics and groups from the cluster.",
            "In bash: source <(headrace completion bash). In zsh: source <(headrace completion zsh).",
            "In fish: headrace completion fish | source."
        })
public final class CompletionCommand implements Runnable {
    /** The shells that there is a script for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
    private Shell shell;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Grammar grammar = Grammar.of(Headrace.commandLine(console));
        console.print(
                switch (shell) {
                    case bash -> Scripts.bash(grammar);
                    case zsh -> Scripts.zsh(grammar);
                    case fish -> Scripts.fish(grammar);
                });
    }
}
