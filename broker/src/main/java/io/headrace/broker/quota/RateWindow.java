package io.headrace.broker.quota;

import java.util.Arrays;

/**
 * How much was used in the last seconds: a ring of windows of equal length, of which the newest is still filling. While
 * fewer windows have passed than there are, the rate is as if the others had been empty, so a client that was silent may
 * burst.
 *
 * <p>Not thread safe.
 */
final class RateWindow {

    private final long windowMs;
    private final double[] used;
    private final long[] number;
    private long first = -1;

    RateWindow(int windows, long windowMs) {
        this.windowMs = windowMs;
        this.used = new double[windows];
        this.number = new long[windows];
        Arrays.fill(number, -1);
    }

    /** Notes that {@code amount} was used; less than 0 takes back. */
    void add(double amount, long nowMs) {
        long window = nowMs / windowMs;
        int place = (int) (window % used.length);
        if (number[place] != window) {
            number[place] = window;
            used[place] = 0;
        }
        used[place] += amount;
        if (first < 0) {
            first = window;
        }
    }

    /** For how long whoever uses it must pause so that the rate comes down to {@code limit} a second; 0 for not at all. */
    long excessMs(double limit, long nowMs) {
        long now = nowMs / windowMs;
        long oldest = Math.max(first < 0 ? now : first, now - used.length + 1);
        double total = 0;
        for (int i = 0; i < used.length; i++) {
            if (number[i] >= oldest && number[i] <= now) {
                total += used[i];
            }
        }
        long elapsedMs = nowMs - oldest * windowMs;
        long missing = used.length - 1 - elapsedMs / windowMs;
        long spanMs = Math.max(1, elapsedMs + Math.max(0, missing) * windowMs);
        double rate = total * 1000 / spanMs;
        return rate <= limit ? 0 : Math.round((rate - limit) / limit * spanMs);
    }

    /** Whether all that was noted has left the window. */
    boolean isSilent(long nowMs) {
        long oldest = nowMs / windowMs - used.length;
        return Arrays.stream(number).allMatch(each -> each < oldest);
    }
}
