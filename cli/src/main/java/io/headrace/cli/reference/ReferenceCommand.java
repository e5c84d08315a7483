package io.headrace.cli.reference;

import io.headrace.cli.Console;
import io.headrace.cli.Headrace;
import picocli.CommandLine.Command;

/** Prints the reference that stands in the documentation. */
@Command(name = "reference", hidden = true, description = "Prints the reference of all commands in Markdown.")
public final class ReferenceCommand implements Runnable {
    private final Console console;

    ReferenceCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        console.print(Reference.of(Headrace.commandLine(console)));
    }
}
