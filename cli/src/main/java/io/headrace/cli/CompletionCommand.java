package io.headrace.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script that teaches a shell the commands and options. */
@Command(
        name = "completion",
        description = {
            "Prints a completion script for a shell.",
            "In bash: source <(headrace completion bash). In zsh: source <(headrace completion zsh)."
        })
final class CompletionCommand implements Runnable {
    /** The shells that understand the script. */
    enum Shell {
        bash,
        zsh
    }

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}")
    private Shell shell;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (shell == Shell.zsh) {
            // The script asks for zsh's bash emulation by itself, but that needs this first.
            console.println("autoload -U +X compinit && compinit");
        }
        console.println(AutoComplete.bash("headrace", Headrace.commandLine(console)));
    }
}
