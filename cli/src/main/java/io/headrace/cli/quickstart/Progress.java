package io.headrace.cli.quickstart;

import io.headrace.cli.Console;
import java.util.Locale;

/** Shows on a terminal how far something is, a few times a second; elsewhere nothing. Used by one thread. */
final class Progress {
    private static final long INTERVAL_NS = 100_000_000;

    private final Console console;
    private final String what;
    private long shownNs = System.nanoTime();
    private boolean shown;

    Progress(Console console, String what) {
        this.console = console;
        this.what = what;
    }

    /** So many records are done. Cheap enough for every record. */
    void at(long records) {
        if (!console.isTerminal() || (records & 0xff) != 0) {
            return;
        }
        long now = System.nanoTime();
        if (now - shownNs >= INTERVAL_NS) {
            shownNs = now;
            shown = true;
            console.err().print(String.format(Locale.ROOT, "\r%s %,d records", what, records));
            console.err().flush();
        }
    }

    /** Leaves no trace of it. */
    void done() {
        if (shown) {
            console.err().print("\r" + " ".repeat(60) + "\r");
            console.err().flush();
        }
    }
}
