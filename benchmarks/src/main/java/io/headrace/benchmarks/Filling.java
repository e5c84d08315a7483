package io.headrace.benchmarks;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Fills a topic that is to be read. */
final class Filling {

    /** A pass through it takes some seconds, and all of it stays in the page cache. */
    private static final long VALUE_BYTES = 500_000_000;

    private Filling() {}

    /** Sends with Apache's producer, whoever reads. */
    @SuppressWarnings("FutureReturnValueIgnored") // The callback sees every result.
    static void fill(WorkloadSpec spec) throws Exception {
        byte[][] values = spec.values();
        byte[][] keys = spec.distinctKeys();
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(spec.producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
            long count = VALUE_BYTES / spec.recordSize();
            for (long i = 0; i < count && failure.get() == null; i++) {
                producer.send(
                        new ProducerRecord<>(
                                spec.topic(), keys[(int) (i % keys.length)], values[(int) (i % values.length)]),
                        (metadata, exception) -> {
                            if (exception != null) {
                                failure.set(exception);
                            }
                        });
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }
}
