package io.headrace.cli.bench;

import io.headrace.cli.Console;
import io.headrace.cli.output.Means;
import java.util.Locale;

/** What a measurement came to. */
record Measured(
        @Means("produce, consume or latency") String operation,
        @Means("the topic") String topic,
        @Means("how many records were sent or read") long records,

        @Means("the sum of the sizes of their keys and values")
        long bytes,

        @Means("how long that took") double seconds,
        @Means("records a second") double recordsPerSecond,
        @Means("millions of bytes a second") double megabytesPerSecond,
        @Means("how long a record took; null for consume") Latency latency) {

    /** How long records took. */
    record Latency(
            @Means("milliseconds that half of the records took no longer than")
            double p50Ms,

            @Means("the same of 95 in 100") double p95Ms,
            @Means("the same of 99 in 100") double p99Ms,
            @Means("the same of 999 in 1,000") double p999Ms,

            @Means("milliseconds that the slowest record took")
            double maxMs) {
        static Latency of(Durations durations) {
            return new Latency(
                    durations.quantileNs(0.5) / 1e6,
                    durations.quantileNs(0.95) / 1e6,
                    durations.quantileNs(0.99) / 1e6,
                    durations.quantileNs(0.999) / 1e6,
                    durations.maxNs() / 1e6);
        }
    }

    static Measured of(String operation, String topic, long records, long bytes, long tookNs, Latency latency) {
        double seconds = Math.max(1e-9, tookNs / 1e9);
        return new Measured(
                operation, topic, records, bytes, seconds, records / seconds, bytes / 1e6 / seconds, latency);
    }

    void print(Console console) {
        console.println(String.format(
                Locale.ROOT,
                "%,d records, %,d bytes in %.2f s: %,.0f records/s, %.1f MB/s",
                records,
                bytes,
                seconds,
                recordsPerSecond,
                megabytesPerSecond));
        if (latency != null) {
            console.println(String.format(
                    Locale.ROOT,
                    "latency: p50 %.2f ms, p95 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms",
                    latency.p50Ms(),
                    latency.p95Ms(),
                    latency.p99Ms(),
                    latency.p999Ms(),
                    latency.maxMs()));
        }
    }
}
