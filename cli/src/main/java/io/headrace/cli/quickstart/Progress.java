package io.headrace.cli.quickstart;

import io.headrace.cli.Console;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows on a terminal how far something is, a few times a second; elsewhere nothing. Used by one thread. */
final class Progress {
    private static final long INTERVAL_NS = 100_000_000;

    private final Console console;
    private final String what;
    private final long total;
    private final LongSupplier clockNs;
    private long shownNs;
    private boolean shown;

    /** Progress towards {@code total} records, or -1 when nobody knows how many there will be. */
    Progress(Console console, String what, long total) {
        this(console, what, total, System::nanoTime);
    }

    Progress(Console console, String what, long total, LongSupplier clockNs) {
        this.console = console;
        this.what = what;
        this.total = total;
        this.clockNs = clockNs;
        this.shownNs = clockNs.getAsLong();
    }

    /** So many records are done. Cheap enough for every record. */
    void at(long records) {
        if (!console.isTerminal() || (records & 0xff) != 0) {
            return;
        }
        long now = clockNs.getAsLong();
        if (now - shownNs >= INTERVAL_NS) {
            shownNs = now;
            shown = true;
            String of = total > 0 ? String.format(Locale.ROOT, " of %,d (%d %%)", total, 100 * records / total) : "";
            console.err().print(String.format(Locale.ROOT, "\r%s record %,d%s", what, records, of));
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
