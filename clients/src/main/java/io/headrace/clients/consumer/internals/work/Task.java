package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.common.errors.RecordDeserializationException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One or several records of a partition that are handled together, or one that could not be deserialized.
 *
 * <p>Owner: the polling thread. The executor calls {@link #begin} and {@link #run} alone; what the latter leaves behind is
 * handed over by {@link Lanes}.
 */
final class Task<K, V> implements Lanes.Task {

    final PartitionWork<K, V> work;
    final List<ConsumerRecord<K, V>> records;
    private final List<Long> offsets;
    private final long bytes;
    private final TaskHandler<K, V> handler;
    private final Object lane;
    private final Optional<RecordDeserializationException> undeserializable;

    /** How often it was tried and failed. */
    int failures;

    /** Why it is not tried any more, but becomes a dead letter; null as long as it is. */
    private Exception condemnedFor;

    /** What it wants sent; written by the executor before it says that the task is done. */
    private Emission emission = Emission.NOTHING;

    private Task(
            PartitionWork<K, V> work,
            List<ConsumerRecord<K, V>> records,
            List<Long> offsets,
            long bytes,
            TaskHandler<K, V> handler,
            Object lane,
            Optional<RecordDeserializationException> undeserializable) {
        this.work = work;
        this.records = records;
        this.offsets = offsets;
        this.bytes = bytes;
        this.handler = handler;
        this.lane = lane;
        this.undeserializable = undeserializable;
    }

    /** Records to be handled, in offset order. */
    static <K, V> Task<K, V> of(
            PartitionWork<K, V> work, List<ConsumerRecord<K, V>> records, TaskHandler<K, V> handler, Object lane) {
        List<Long> offsets = new ArrayList<>(records.size());
        long bytes = 0;
        for (ConsumerRecord<K, V> record : records) {
            offsets.add(record.offset());
            bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        }
        return new Task<>(work, records, offsets, bytes, handler, lane, Optional.empty());
    }

    /** A record that nobody can handle; it is not run. */
    static <K, V> Task<K, V> of(PartitionWork<K, V> work, RecordDeserializationException failure) {
        Task<K, V> task = new Task<>(
                work,
                List.of(),
                List.of(failure.offset()),
                size(failure.keyBuffer()) + size(failure.valueBuffer()),
                all -> Emission.NOTHING,
                new Object(),
                Optional.of(failure));
        task.condemnedFor = failure;
        return task;
    }

    private static long size(ByteBuffer buffer) {
        return buffer == null ? 0 : buffer.remaining();
    }

    List<Long> offsets() {
        return offsets;
    }

    /** How large its records were before they were deserialized. */
    long bytes() {
        return bytes;
    }

    long firstOffset() {
        return offsets.get(0);
    }

    /** Where it is, for messages. */
    String place() {
        return "offset " + firstOffset() + " of partition " + work.partition;
    }

    /** Whether it is, or was, in a lane. */
    boolean isRun() {
        return undeserializable.isEmpty();
    }

    /** It is not tried any more. */
    void condemn(Exception why) {
        condemnedFor = why;
    }

    boolean isCondemned() {
        return condemnedFor != null;
    }

    /**
     * Makes dead letters of its records.
     *
     * @return one stage for each
     * @throws RecordDeserializationException when it was not deserialized, and such records are not taken
     */
    List<CompletionStage<?>> letters(DeadLetters<K, V> to) {
        if (undeserializable.isPresent()) {
            RecordDeserializationException failure = undeserializable.get();
            return List.of(to.undeserializable(failure).orElseThrow(() -> failure));
        }
        List<CompletionStage<?>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(to.failed(record, failures, condemnedFor)));
        return sent;
    }

    /** What it wants sent, once it is done. */
    Emission emission() {
        return emission;
    }

    @Override
    public Object lane() {
        return lane;
    }

    @Override
    public boolean begin() {
        return work.begin(firstOffset());
    }

    /** Others' work on the same partition, before or after, has its own tasks. */
    @Override
    public boolean fallsWith(Lanes.Task before) {
        return before instanceof Task<?, ?> other && other.work == work;
    }

    @Override
    public void run() throws Exception {
        if (condemnedFor != null) {
            throw condemnedFor;
        }
        emission = handler.handle(records);
    }
}
