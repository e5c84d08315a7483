package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.common.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What a loop does with one partition as long as it has it. Owner: the polling thread, for all but the last offset begun,
 * which the executor moves on.
 */
final class PartitionWork<K, V> {

    /** What is remembered of a record when it is read again. */
    private record Past(int failures, Exception condemnedFor) {}

    final TopicPartition partition;
    final CompletedOffsets offsets = new CompletedOffsets();

    /** What the last commit said that was sent. */
    long sent = CompletedOffsets.NOTHING;

    /** Tasks whose end was not heard of. */
    int tasks;

    /** Where reading began, or where the last commit that is known to hold said. */
    private long restart = CompletedOffsets.NOTHING;

    /** Records whose output could not be sent, by offset. */
    private final Map<Long, Past> past;

    private final BooleanSupplier isStopping;

    /** The offset of the last record whose handling has begun, and whether it is the last for good. Owner: this lock. */
    private long lastBegun = CompletedOffsets.NOTHING;

    private boolean isGivenUp;
    private boolean isAbandoned;

    /** @param isStopping whether nothing is to be begun any more of any partition; asked by any thread */
    PartitionWork(TopicPartition partition, BooleanSupplier isStopping) {
        this(partition, isStopping, new HashMap<>());
    }

    private PartitionWork(TopicPartition partition, BooleanSupplier isStopping, Map<Long, Past> past) {
        this.partition = partition;
        this.isStopping = isStopping;
        this.past = past;
    }

    /** For reading again what this one has read since {@link #restart()}. */
    PartitionWork<K, V> again() {
        PartitionWork<K, V> next = new PartitionWork<>(partition, isStopping, past);
        next.restart = restart;
        return next;
    }

    /** What keeps records in order. Its hash code stays, also when a handler changes the key. */
    private static final class KeyOfPartition {
        private final TopicPartition partition;
        private final Object key;
        private final int hash;

        KeyOfPartition(TopicPartition partition, Object key) {
            this.partition = partition;
            this.key = key;
            this.hash = 31 * partition.hashCode() + key.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof KeyOfPartition that
                    && hash == that.hash
                    && partition.equals(that.partition)
                    && key.equals(that.key);
        }
    }

    /**
     * Whether a task may be begun. Of a partition that is given up only what lies before something that was begun already:
     * otherwise that could not be committed, and would be seen again though it was done.
     */
    synchronized boolean begin(long offset) {
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

    /** Nothing is begun any more, not even what lies before something that was; what ends from now on counts for nothing. */
    synchronized void abandon() {
        isGivenUp = true;
        isAbandoned = true;
        lastBegun = CompletedOffsets.NOTHING;
    }

    synchronized boolean isAbandoned() {
        return isAbandoned;
    }

    synchronized boolean isGivenUp() {
        return isGivenUp || isStopping.getAsBoolean();
    }

    /** The tasks for what a poll returned; their records count as begun. */
    List<Task<K, V>> tasks(List<ConsumerRecord<K, V>> records, LoopSettings<K, V> settings) {
        List<Task<K, V>> made = new ArrayList<>();
        readFrom(records.get(0).offset());
        records.forEach(record -> offsets.begin(record.offset()));
        switch (settings.order()) {
            case BATCHES -> batches(records).forEach(batch -> made.add(task(batch, settings, partition)));
            case BY_PARTITION -> records.forEach(record -> made.add(task(List.of(record), settings, partition)));
            case BY_KEY -> records.forEach(record -> made.add(task(List.of(record), settings, lane(record))));
        }
        return made;
    }

    /** One, unless some of the records have a past that is not that of the others. */
    private List<List<ConsumerRecord<K, V>>> batches(List<ConsumerRecord<K, V>> records) {
        if (past.isEmpty()) {
            return List.of(List.copyOf(records));
        }
        List<List<ConsumerRecord<K, V>>> batches = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= records.size(); i++) {
            if (i == records.size()
                    || !Objects.equals(
                            past.get(records.get(i).offset()),
                            past.get(records.get(start).offset()))) {
                batches.add(List.copyOf(records.subList(start, i)));
                start = i;
            }
        }
        return batches;
    }

    private Task<K, V> task(List<ConsumerRecord<K, V>> records, LoopSettings<K, V> settings, Object lane) {
        Task<K, V> task = Task.of(this, records, settings.handler(), lane);
        Past before = past.isEmpty() ? null : past.get(task.firstOffset());
        if (before != null) {
            task.failures = before.failures();
            task.condemn(before.condemnedFor());
        }
        return task;
    }

    /**
     * What is remembered when the records of a task are read again.
     *
     * @param condemnedFor why it is not to be tried again; null when it is
     */
    void remember(Task<K, V> task, Exception condemnedFor) {
        Past one = new Past(task.failures, condemnedFor);
        task.offsets().forEach(offset -> past.put(offset, one));
    }

    private Object lane(ConsumerRecord<K, V> record) {
        Object key = record.key();
        if (key == null) {
            return new Object();
        }
        return new KeyOfPartition(partition, comparable(key));
    }

    /** Arrays are equal only to themselves, and buffers by what is left of them to be read, which a handler changes. */
    private static Object comparable(Object key) {
        if (key instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return key instanceof ByteBuffer buffer ? buffer.slice() : key;
    }

    /** Reading goes on from here, if it has not begun yet. */
    void readFrom(long offset) {
        if (restart == CompletedOffsets.NOTHING) {
            restart = offset;
        }
    }

    /** Where reading has to go on when nothing counts that was done since the last commit. */
    long restart() {
        return restart;
    }

    /** What was sent is committed. */
    void committed() {
        restart = sent;
        past.keySet().removeIf(offset -> offset < sent);
    }

    /** Whether there is something to commit that was not sent yet. */
    boolean hasNews() {
        return offsets.committable() != sent && offsets.committable() != CompletedOffsets.NOTHING;
    }
}
