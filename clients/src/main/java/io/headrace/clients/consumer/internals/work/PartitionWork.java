package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What a loop does with one partition as long as it has it. Owner: the polling thread, for all but the last offset begun,
 * which the executor moves on.
 */
final class PartitionWork<K, V> {

    final TopicPartition partition;
    final CompletedOffsets offsets = new CompletedOffsets();

    /** What the last commit said that was sent. */
    long sent = CompletedOffsets.NOTHING;

    /** Tasks whose end was not heard of. */
    int tasks;

    /** The offset of the last record whose handling has begun, and whether it is the last for good. Owner: this lock. */
    private long lastBegun = CompletedOffsets.NOTHING;

    private boolean isGivenUp;

    private final BooleanSupplier isStopping;

    /** @param isStopping whether nothing is to be begun any more of any partition; asked by any thread */
    PartitionWork(TopicPartition partition, BooleanSupplier isStopping) {
        this.partition = partition;
        this.isStopping = isStopping;
    }

    /** One or several records that are handled together. */
    static final class Task<K, V> implements Lanes.Task {

        final PartitionWork<K, V> work;
        final List<ConsumerRecord<K, V>> records;
        private final LoopSettings<K, V> settings;
        private final Object lane;

        /** How often it was tried and failed. Owner: the polling thread. */
        int failures;

        private Task(
                PartitionWork<K, V> work,
                List<ConsumerRecord<K, V>> records,
                LoopSettings<K, V> settings,
                Object lane) {
            this.work = work;
            this.records = records;
            this.settings = settings;
            this.lane = lane;
        }

        List<Long> offsets() {
            return records.stream().map(ConsumerRecord::offset).toList();
        }

        @Override
        public Object lane() {
            return lane;
        }

        @Override
        public void run() throws Exception {
            settings.handler().handle(records);
        }

        @Override
        public boolean begin() {
            return work.begin(records.get(0).offset());
        }
    }

    private record KeyOfPartition(TopicPartition partition, Object key) {}

    /**
     * Whether a task may be begun. Of a partition that is given up only what lies before something that was begun already:
     * otherwise that could not be committed, and would be seen again though it was done.
     */
    private synchronized boolean begin(long offset) {
        if (isStopping.getAsBoolean()) {
            isGivenUp = true;
        }
        if (!isGivenUp) {
            lastBegun = Math.max(lastBegun, offset);
        }
        return offset <= lastBegun;
    }

    /** Nothing new is begun any more. */
    synchronized void giveUp() {
        isGivenUp = true;
    }

    synchronized boolean isGivenUp() {
        return isGivenUp || isStopping.getAsBoolean();
    }

    /** The tasks for what a poll returned; their records count as begun. */
    List<Task<K, V>> tasks(List<ConsumerRecord<K, V>> records, LoopSettings<K, V> settings) {
        List<Task<K, V>> made = new ArrayList<>();
        records.forEach(record -> offsets.begin(record.offset()));
        switch (settings.order()) {
            case BATCHES -> made.add(new Task<>(this, List.copyOf(records), settings, partition));
            case BY_PARTITION ->
                records.forEach(record -> made.add(new Task<>(this, List.of(record), settings, partition)));
            case BY_KEY ->
                records.forEach(record -> made.add(new Task<>(this, List.of(record), settings, lane(record))));
        }
        tasks += made.size();
        return made;
    }

    private Object lane(ConsumerRecord<K, V> record) {
        Object key = record.key();
        if (key == null) {
            return new Object();
        }
        // Arrays are equal only to themselves.
        return new KeyOfPartition(partition, key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key);
    }

    /** Whether there is something to commit that was not sent yet. */
    boolean hasNews() {
        return offsets.committable() != sent && offsets.committable() != CompletedOffsets.NOTHING;
    }
}
