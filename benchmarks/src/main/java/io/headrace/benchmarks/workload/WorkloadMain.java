package io.headrace.benchmarks.workload;

import io.headrace.benchmarks.Usage;
import io.headrace.benchmarks.Window;
import io.headrace.benchmarks.WorkloadSpec;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.TopicPartition;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.common.serialization.StringDeserializer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs one workload, first to warm up and then for the window, and prints one line: what the window measured. Reading
 * goes on as long as it is told to: see {@link Reading}.
 *
 * <p>A produce run asks the broker for its end offsets and fails when records are missing: a fast run that lost records
 * is worth nothing.
 */
public final class WorkloadMain {

    private final WorkloadSpec spec;

    private WorkloadMain(WorkloadSpec spec) {
        this.spec = spec;
    }

    /** Takes the fields of a {@link WorkloadSpec}. */
    public static void main(String[] args) throws Exception {
        WorkloadMain workload = new WorkloadMain(WorkloadSpec.parse(args));
        switch (workload.spec.kind()) {
            case PRODUCE -> System.out.println(workload.produce().toLine());
            case CONSUME -> Reading.onCommand(workload.spec, new ByteArrayDeserializer(), new ByteArrayDeserializer());
            case CONSUME_TEXT -> Reading.onCommand(workload.spec, new StringDeserializer(), new StringDeserializer());
            case PING -> System.out.println(workload.ping().toLine());
        }
        // Clients are closed; whatever thread is left over must not keep the figures from being read.
        System.exit(0);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> config = spec.producerConfig();
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(Reading.config(spec), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<TopicPartition> partitions() {
        return Reading.partitions(spec);
    }

    private long endOffsets() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private Window produce() throws Exception {
        long before = endOffsets();
        AtomicReference<Exception> failure = new AtomicReference<>();
        AtomicLong acknowledged = new AtomicLong();
        long sent = 0;
        Window window;
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            byte[][] values = spec.values();
            byte[][] keys = spec.distinctKeys();
            long warmUntilNs = System.nanoTime() + spec.warmup().toNanos();
            while (System.nanoTime() - warmUntilNs < 0) {
                sent += sendSome(producer, keys, values, sent, acknowledged, failure);
            }
            producer.flush();
            Usage start = Usage.now(spec.brokerPid());
            long ackedAtStart = acknowledged.get();
            long untilNs = System.nanoTime() + spec.window().toNanos();
            while (System.nanoTime() - untilNs < 0) {
                sent += sendSome(producer, keys, values, sent, acknowledged, failure);
            }
            producer.flush();
            window = Usage.now(spec.brokerPid()).since(start, acknowledged.get() - ackedAtStart, spec.recordSize());
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        long stored = endOffsets() - before;
        if (stored != sent) {
            throw new IllegalStateException(sent + " records sent, the broker has " + stored);
        }
        return window;
    }

    @SuppressWarnings(
            "FutureReturnValueIgnored") // The callback sees every result; a future each would be measured too.
    private long sendSome(
            KafkaProducer<byte[], byte[]> producer,
            byte[][] keys,
            byte[][] values,
            long from,
            AtomicLong acknowledged,
            AtomicReference<Exception> failure) {
        int some = 1_000;
        for (int i = 0; i < some; i++) {
            byte[] value = values[(int) ((from + i) % values.length)];
            byte[] key = keys[(int) ((from + i) % keys.length)];
            producer.send(new ProducerRecord<>(spec.topic(), key, value), (metadata, exception) -> {
                if (exception == null) {
                    // Callbacks come from one thread.
                    acknowledged.lazySet(acknowledged.getPlain() + 1);
                } else {
                    failure.set(exception);
                }
            });
        }
        return some;
    }

    private Window ping() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer();
                KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = partitions().subList(0, 1);
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            consumer.position(partitions.get(0));
            byte[] value = spec.values()[0];
            long warmUntilNs = System.nanoTime() + spec.warmup().toNanos();
            while (System.nanoTime() - warmUntilNs < 0) {
                trip(producer, consumer, value);
            }
            Usage start = Usage.now(spec.brokerPid());
            long trips = 0;
            long untilNs = System.nanoTime() + spec.window().toNanos();
            while (System.nanoTime() - untilNs < 0) {
                trip(producer, consumer, value);
                trips++;
            }
            return Usage.now(spec.brokerPid()).since(start, trips, spec.recordSize());
        }
    }

    private void trip(KafkaProducer<byte[], byte[]> producer, KafkaConsumer<byte[], byte[]> consumer, byte[] value)
            throws Exception {
        producer.send(new ProducerRecord<>(spec.topic(), 0, null, value)).get();
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (consumer.poll(Duration.ofSeconds(1)).isEmpty()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("an acknowledged record did not come back within 30 s");
            }
        }
    }
}
