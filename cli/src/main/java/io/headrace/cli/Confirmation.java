package io.headrace.cli;

import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Asks before something is done that cannot be undone; shared by all commands that do such things. */
public final class Confirmation {
    @Option(
            names = {"-y", "--yes"},
            description = "Does it without asking. Needed where nobody can be asked, as in a script.")
    private boolean yes;

    /**
     * Returns when it may be done.
     *
     * @param what what is about to happen, as in "delete the topic 'orders' with all its records"
     * @throws CommandFailure when whoever runs the command says no, or can't be asked and has not said yes before
     */
    public void require(Console console, String what) {
        if (yes) {
            return;
        }
        if (!console.terminal().asks()) {
            throw CommandFailure.misuse("this would " + what + ": say --yes to do it without being asked");
        }
        console.err().print("This will " + what + ". Go on? [y/N] ");
        console.err().flush();
        String answer;
        try {
            answer = console.readLine();
        } catch (IOException e) {
            throw CommandFailure.failed("no answer could be read: " + e.getMessage(), e);
        }
        String word = answer == null ? "" : answer.toLowerCase(Locale.ROOT);
        if (!word.equals("y") && !word.equals("yes")) {
            throw CommandFailure.failed("nothing was done");
        }
    }
}
