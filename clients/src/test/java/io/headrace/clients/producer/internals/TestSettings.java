package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.Backoff;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;

/** Settings for tests of parts. */
final class TestSettings {

    private TestSettings() {}

    static ProducerSettings idempotent() {
        return of(true, 5);
    }

    static ProducerSettings plain(int maxInFlight) {
        return of(false, maxInFlight);
    }

    private static ProducerSettings of(boolean isIdempotent, int maxInFlight) {
        return new ProducerSettings(
                (short) -1,
                1_000,
                1_000_000,
                100_000,
                1_000_000,
                1_000_000_000,
                1_000,
                500,
                Integer.MAX_VALUE,
                new Backoff(10, 100),
                maxInFlight,
                isIdempotent,
                Codec.of(CompressionType.NONE),
                300_000);
    }
}
