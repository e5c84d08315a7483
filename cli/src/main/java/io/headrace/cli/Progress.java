package io.headrace.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows on a terminal how far something is, a few times a second; elsewhere nothing. Used by one thread. */
public final class Progress implements AutoCloseable {
    private static final long INTERVAL_NS = 100_000_000;
    private static final int BAR = 24;

    private final PrintStream terminal;
    private final String what;
    private final long total;
    private final LongSupplier clockNs;
    private final long beganNs;
    private long shownNs;
    private int longest;

    /** Progress that nobody is to see. */
    public static Progress unseen() {
        return new Progress((PrintStream) null, "", -1, () -> 0);
    }

    /** Progress towards {@code total}, or -1 when nobody knows how much there will be. */
    public Progress(Console console, String what, long total) {
        this(console, what, total, System::nanoTime);
    }

    Progress(Console console, String what, long total, LongSupplier clockNs) {
        this(console.isTerminal() ? console.err() : null, what, total, clockNs);
    }

    private Progress(PrintStream terminal, String what, long total, LongSupplier clockNs) {
        this.terminal = terminal;
        this.what = what;
        this.total = total;
        this.clockNs = clockNs;
        this.beganNs = clockNs.getAsLong();
        this.shownNs = beganNs;
    }

    /** So many records are done, of as many as the total says. Cheap enough for every record. */
    public void at(long records) {
        at(records, records);
    }

    /** So many records are done, which is {@code done} of the total: of a file, for instance, bytes are known beforehand. */
    public void at(long records, long done) {
        if (terminal == null || (records & 0xff) != 0) {
            return;
        }
        long now = clockNs.getAsLong();
        if (now - shownNs >= INTERVAL_NS) {
            shownNs = now;
            show(records, done, now - beganNs);
        }
    }

    private void show(long records, long done, long tookNs) {
        StringBuilder line = new StringBuilder(what);
        if (total > 0) {
            double part = Math.min(1, (double) done / total);
            int filled = (int) (part * BAR);
            line.append(" [").append("#".repeat(filled)).append(" ".repeat(BAR - filled));
            line.append(String.format(Locale.ROOT, "] %3d %%", (int) (100 * part)));
        }
        double perSecond = records / Math.max(1e-9, tookNs / 1e9);
        line.append(String.format(Locale.ROOT, "  %,d records  %,.0f/s", records, perSecond));
        // What was there before may have been longer.
        String padding = " ".repeat(Math.max(0, longest - line.length()));
        longest = Math.max(longest, line.length());
        terminal.print("\r" + line + padding);
        terminal.flush();
    }

    /** Leaves no trace of it. */
    @Override
    public void close() {
        if (longest > 0) {
            terminal.print("\r" + " ".repeat(longest) + "\r");
            terminal.flush();
        }
    }
}
