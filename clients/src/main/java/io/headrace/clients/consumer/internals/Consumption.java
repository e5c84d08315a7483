package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.NoOffsetForPartitionException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.TimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The application's side of the consumer: what is assigned, where it stands, and what is handed out next.
 *
 * <p>Owner: the polling thread. Changes that concern fetching become commands; they are given to the loop together, when
 * the application polls or waits, so that seeking in a hundred partitions costs one event.
 */
public final class Consumption<K, V> implements AutoCloseable {

    /** What the polling thread asks of the loop. */
    interface Loop {

        Fetcher fetcher();

        /** Has {@link Fetcher#execute} run on the loop. */
        void execute(List<Runnable> commands);
    }

    /** Where partitions start that nobody has sought in. Asked by the polling thread. */
    interface InitialPositions {

        /** Nobody knows: all start where the reset policy says. */
        InitialPositions UNKNOWN = new InitialPositions() {
            @Override
            public boolean lookUp(List<AssignedPartition> starting) {
                return false;
            }

            @Override
            public boolean hasFound() {
                return false;
            }

            @Override
            public void tell(Consumption<?, ?> consumption) {
                // Nothing is ever found.
            }
        };

        /** Begins to look them up, to {@link #tell} later; false when there is nowhere to look. */
        boolean lookUp(List<AssignedPartition> starting);

        /** Whether there is something to tell; safe from any thread. */
        boolean hasFound();

        /** Calls {@link Consumption#start} for what was found, and throws what it failed with. */
        void tell(Consumption<?, ?> consumption);
    }

    /** What else is to be done when the application polls. Called by the polling thread. */
    interface Duties {

        /** Nothing. */
        Duties NONE = new Duties() {
            @Override
            public boolean isSubscribed() {
                return false;
            }

            @Override
            public void pollBegins() {
                // Nothing depends on it.
            }

            @Override
            public boolean perform(Deadline deadline) {
                return true;
            }

            @Override
            public boolean isDue() {
                return false;
            }

            @Override
            public long nextDueNs(long nowNs) {
                return Long.MAX_VALUE;
            }
        };

        /** Whether partitions may be assigned while the application waits. */
        boolean isSubscribed();

        /** The application polls: what it was handed out before counts as handled. */
        void pollBegins();

        /** Does what is due; false when it is not done by the deadline, and nothing may be handed out before it is. */
        boolean perform(Deadline deadline);

        /** Whether something is due that is not a matter of time; safe from any thread. */
        boolean isDue();

        /** When something is due; {@link Long#MAX_VALUE} for never. */
        long nextDueNs(long nowNs);
    }

    /** A list for records starts with room for so many at most. */
    private static final int MOST_RESERVED_RECORDS = 512;

    private final FetchQueue queue;
    private final ChunkReader<K, V> reader;
    private final Loop loop;
    private final Fetcher fetcher;
    private final OffsetReset defaultReset;
    private final IsolationLevel isolation;
    private final int maxPollRecords;
    private final InitialPositions initialPositions;

    private Duties duties = Duties.NONE;

    private final Map<TopicPartition, AssignedPartition> partitions = new LinkedHashMap<>();

    /** Assigned, and not yet told where to start. */
    private final Set<AssignedPartition> uninitialized = new LinkedHashSet<>();

    /** Assigned, and being looked up by {@link #initialPositions}. */
    private final Set<AssignedPartition> lookedUp = new LinkedHashSet<>();

    /** Taken from the queue and not yet read. */
    private final Deque<Fetched> ready = new ArrayDeque<>();

    private List<Runnable> commands = new ArrayList<>();
    private int assignmentVersion;

    /**
     * @param initialPositions asked before partitions without a position are reset
     */
    Consumption(
            FetchQueue queue,
            ChunkReader<K, V> reader,
            Loop loop,
            FetchSettings settings,
            int maxPollRecords,
            InitialPositions initialPositions) {
        this.queue = queue;
        this.reader = reader;
        this.loop = loop;
        this.fetcher = loop.fetcher();
        this.defaultReset = settings.reset();
        this.isolation = settings.isolation();
        this.maxPollRecords = maxPollRecords;
        this.initialPositions = initialPositions;
    }

    /** What else is to be done from now on when the application polls. */
    void setDuties(Duties next) {
        duties = next;
    }

    // ---- assignment and positions ----

    /** Replaces the assignment; partitions that stay keep their positions. */
    public void assign(Collection<TopicPartition> wanted) {
        List<Cursor> removed = new ArrayList<>();
        Set<TopicPartition> keep = new LinkedHashSet<>(wanted);
        for (Iterator<AssignedPartition> all = partitions.values().iterator(); all.hasNext(); ) {
            AssignedPartition partition = all.next();
            if (!keep.contains(partition.partition)) {
                all.remove();
                removed.add(partition.cursor);
                uninitialized.remove(partition);
                lookedUp.remove(partition);
                dropAll(partition.parked);
            }
        }
        List<Cursor> added = new ArrayList<>();
        for (TopicPartition partition : keep) {
            if (!partitions.containsKey(partition)) {
                AssignedPartition assigned = new AssignedPartition(partition, defaultReset);
                partitions.put(partition, assigned);
                uninitialized.add(assigned);
                added.add(assigned.cursor);
            }
        }
        if (!added.isEmpty() || !removed.isEmpty()) {
            assignmentVersion++;
            commands.add(() -> fetcher.assign(added, removed));
        }
        flush();
    }

    public Set<TopicPartition> assignment() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(partitions.keySet()));
    }

    /** Goes on at an offset; with the epoch of the record before it the leader is asked whether it has that record. */
    public void seek(TopicPartition partition, long offset, int epoch) {
        AssignedPartition assigned = require(partition);
        begin(assigned);
        assigned.position = offset;
        assigned.positionEpoch = epoch;
        int generation = assigned.generation;
        commands.add(() -> fetcher.seek(assigned.cursor, generation, offset, epoch));
    }

    /** Goes on at the beginning or the end, found when the application polls next or asks for the position. */
    public void reset(Collection<TopicPartition> wanted, OffsetReset to) {
        List<AssignedPartition> assigned = new ArrayList<>();
        Collection<TopicPartition> all = wanted.isEmpty() ? partitions.keySet() : wanted;
        all.forEach(partition -> assigned.add(require(partition)));
        resetAll(assigned, to);
    }

    private void resetAll(Collection<AssignedPartition> assigned, OffsetReset to) {
        Map<Cursor, Integer> generations = new LinkedHashMap<>();
        for (AssignedPartition partition : assigned) {
            begin(partition);
            partition.position = AssignedPartition.NO_POSITION;
            partition.resetTo = to;
            generations.put(partition.cursor, partition.generation);
        }
        commands.add(() -> fetcher.reset(generations, to));
    }

    private void begin(AssignedPartition partition) {
        partition.generation++;
        uninitialized.remove(partition);
        lookedUp.remove(partition);
        dropAll(partition.parked);
    }

    /** Starts a partition again after the application was told of a failure. */
    private void restart(AssignedPartition partition) {
        if (partition.hasPosition()) {
            seek(partition.partition, partition.position, partition.positionEpoch);
        } else {
            resetAll(List.of(partition), partition.resetTo);
        }
    }

    /** Partitions that nobody said where to start in start where their group left off, or where the reset policy says. */
    private void initialize() {
        if (initialPositions.hasFound()) {
            initialPositions.tell(this);
        }
        if (uninitialized.isEmpty()) {
            return;
        }
        List<AssignedPartition> starting = List.copyOf(uninitialized);
        if (initialPositions.lookUp(starting)) {
            uninitialized.clear();
            lookedUp.addAll(starting);
        } else {
            resetUnknown(starting);
        }
    }

    /**
     * Has partitions start that were looked up; those that were sought in meanwhile, or are not assigned any more, do not.
     *
     * @param found where each starts; those that are missing start where the reset policy says
     * @throws NoOffsetForPartitionException when it says nothing
     */
    void start(List<AssignedPartition> starting, Map<TopicPartition, OffsetAndMetadata> found) {
        List<AssignedPartition> unknown = new ArrayList<>();
        for (AssignedPartition partition : starting) {
            if (lookedUp.remove(partition)) {
                OffsetAndMetadata committed = found.get(partition.partition);
                if (committed == null) {
                    unknown.add(partition);
                } else {
                    seek(
                            partition.partition,
                            committed.offset(),
                            committed.leaderEpoch().orElse(Cursor.NO_EPOCH));
                }
            }
        }
        if (!unknown.isEmpty()) {
            resetUnknown(unknown);
        }
    }

    /** Has partitions looked up again, with the next poll; false when none of them needs that any more. */
    boolean startAgain(List<AssignedPartition> starting) {
        boolean isSome = false;
        for (AssignedPartition partition : starting) {
            if (lookedUp.remove(partition)) {
                uninitialized.add(partition);
                isSome = true;
            }
        }
        return isSome;
    }

    private void resetUnknown(List<AssignedPartition> unknown) {
        if (defaultReset.refuses()) {
            uninitialized.addAll(unknown);
            Set<TopicPartition> names = new LinkedHashSet<>();
            unknown.forEach(partition -> names.add(partition.partition));
            throw new NoOffsetForPartitionException(names);
        }
        resetAll(unknown, defaultReset);
    }

    /** Where the application stands in each partition that has a position: what it may commit. */
    Map<TopicPartition, OffsetAndMetadata> consumed() {
        Map<TopicPartition, OffsetAndMetadata> consumed = new LinkedHashMap<>();
        for (AssignedPartition partition : partitions.values()) {
            if (partition.hasPosition()) {
                consumed.put(
                        partition.partition,
                        new OffsetAndMetadata(partition.position, reader.leaderEpoch(partition.positionEpoch), ""));
            }
        }
        return consumed;
    }

    /**
     * The offset of the next record to hand out.
     *
     * @throws TimeoutException when it is not found in time
     */
    public long position(TopicPartition partition, Deadline deadline) {
        AssignedPartition assigned = require(partition);
        while (true) {
            initialize();
            flush();
            queue.takeAll(ready);
            settle(assigned, ready);
            settle(assigned, assigned.parked);
            if (assigned.hasPosition()) {
                return assigned.position;
            }
            if (!queue.awaitEntriesOr(initialPositions::hasFound, deadline.atNs())) {
                throw new TimeoutException("Timeout of " + deadline.timeoutMs()
                        + "ms expired before the position for partition " + partition + " could be determined");
            }
        }
    }

    /** Applies what was found about a partition without a position, out of turn: it has no records that come before. */
    private void settle(AssignedPartition partition, Deque<Fetched> among) {
        if (partition.hasPosition()) {
            return;
        }
        for (Iterator<Fetched> all = among.iterator(); all.hasNext(); ) {
            Fetched fetched = all.next();
            if (!partition.owns(fetched)) {
                continue;
            }
            all.remove();
            if (fetched instanceof Fetched.PositionFound found) {
                apply(partition, found);
                return;
            } else if (fetched instanceof Fetched.PartitionFailed failed) {
                restart(partition);
                flush();
                throw failed.failure();
            }
        }
    }

    private static void apply(AssignedPartition partition, Fetched.PositionFound found) {
        partition.position = found.offset();
        partition.positionEpoch = found.leaderEpoch();
    }

    /** How many records are left, as far as that is known. */
    public OptionalLong lag(TopicPartition partition) {
        AssignedPartition assigned = require(partition);
        if (!assigned.hasPosition()) {
            return OptionalLong.empty();
        }
        Watermarks watermarks = assigned.cursor.watermarks;
        if (watermarks == null) {
            if (!assigned.isEndAskedFor) {
                assigned.isEndAskedFor = true;
                commands.add(() -> fetcher.findEnd(assigned.cursor));
                flush();
            }
            return OptionalLong.empty();
        }
        long end = watermarks.end(isolation);
        return end == Watermarks.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(Math.max(0, end - assigned.position));
    }

    public void pause(Collection<TopicPartition> wanted) {
        setPaused(wanted, true);
    }

    public void resume(Collection<TopicPartition> wanted) {
        setPaused(wanted, false);
    }

    private void setPaused(Collection<TopicPartition> wanted, boolean isPaused) {
        List<AssignedPartition> assigned = new ArrayList<>();
        wanted.forEach(partition -> assigned.add(require(partition)));
        List<Cursor> changed = new ArrayList<>();
        for (AssignedPartition partition : assigned) {
            if (partition.paused != isPaused) {
                partition.paused = isPaused;
                changed.add(partition.cursor);
                while (!isPaused && !partition.parked.isEmpty()) {
                    Fetched back = partition.parked.pollLast();
                    if (back instanceof Fetched.Chunk chunk) {
                        feed(queue.setAside(chunk, false));
                    }
                    ready.addFirst(back);
                }
            }
        }
        if (!changed.isEmpty()) {
            commands.add(() -> fetcher.pause(changed, isPaused));
            flush();
        }
    }

    public Set<TopicPartition> paused() {
        Set<TopicPartition> paused = new LinkedHashSet<>();
        for (AssignedPartition partition : partitions.values()) {
            if (partition.paused) {
                paused.add(partition.partition);
            }
        }
        return Collections.unmodifiableSet(paused);
    }

    /** What is known of a partition, or null if it is not assigned. */
    AssignedPartition assigned(TopicPartition partition) {
        return partitions.get(partition);
    }

    /** Whose records are read. */
    IsolationLevel isolation() {
        return isolation;
    }

    /** Changes with the assignment. */
    int assignmentVersion() {
        return assignmentVersion;
    }

    /** The handle by which the loop knows an assigned partition. */
    Cursor cursor(TopicPartition partition) {
        return require(partition).cursor;
    }

    private AssignedPartition require(TopicPartition partition) {
        AssignedPartition assigned = partitions.get(partition);
        if (assigned == null) {
            throw new IllegalStateException("Partition " + partition + " is not assigned to this consumer");
        }
        return assigned;
    }

    // ---- handing out ----

    /** The next records, or none when the deadline passes first, or when positions moved without a record. */
    public ConsumerRecords<K, V> poll(Deadline deadline) {
        if (partitions.isEmpty() && !duties.isSubscribed()) {
            throw new IllegalStateException("Consumer is not subscribed to any topics or assigned any partitions");
        }
        duties.pollBegins();
        while (true) {
            queue.throwIfWokenUp();
            if (!duties.perform(deadline)) {
                return ConsumerRecords.empty();
            }
            initialize();
            flush();
            Drained drained = new Drained();
            try {
                drain(drained);
            } finally {
                flush();
            }
            if (!drained.isEmpty()) {
                return drained.toRecords();
            }
            long nowNs = System.nanoTime();
            long dutyNs = duties.nextDueNs(nowNs);
            boolean isDutyFirst = dutyNs != Long.MAX_VALUE && dutyNs - deadline.atNs() < 0;
            if (!queue.awaitEntriesOr(this::isSomethingDue, isDutyFirst ? dutyNs : deadline.atNs()) && !isDutyFirst) {
                return ConsumerRecords.empty();
            }
        }
    }

    private boolean isSomethingDue() {
        return initialPositions.hasFound() || duties.isDue();
    }

    private void drain(Drained drained) {
        queue.takeAll(ready);
        while (drained.count < maxPollRecords && !ready.isEmpty()) {
            Fetched fetched = ready.peek();
            AssignedPartition partition = partitions.get(fetched.cursor().partition);
            if (partition == null || !partition.owns(fetched)) {
                drop(ready.poll());
            } else if (fetched instanceof Fetched.PositionFound found && partition.parked.isEmpty()) {
                // Also of a paused partition: the application may ask where it stands.
                ready.poll();
                apply(partition, found);
            } else if (partition.paused) {
                park(partition, ready.poll());
            } else if (fetched instanceof Fetched.PartitionFailed failed) {
                if (!drained.isEmpty()) {
                    return;
                }
                ready.poll();
                restart(partition);
                throw failed.failure();
            } else if (!read(partition, (Fetched.Chunk) fetched, drained)) {
                return;
            }
        }
    }

    /** Reads on in the chunk that is first in line; false when nothing behind it may be handed out in this poll. */
    private boolean read(AssignedPartition partition, Fetched.Chunk chunk, Drained drained) {
        List<ConsumerRecord<K, V>> out = drained.listFor(partition);
        int before = out.size();
        long positionBefore = partition.position;
        boolean isDone;
        try {
            isDone = reader.read(chunk, partition, maxPollRecords - drained.count, out);
        } catch (RuntimeException | Error e) {
            drained.add(out.size() - before, partition.position > positionBefore);
            if (drained.isEmpty()) {
                standBack(partition, e);
                throw e;
            }
            // What was read before it comes first; the next poll meets the failure again.
            return false;
        }
        drained.add(out.size() - before, partition.position > positionBefore);
        if (isDone) {
            ready.poll();
            finish(chunk);
        }
        return true;
    }

    /** A partition that cannot be read lets the others go first. */
    private void standBack(AssignedPartition partition, Throwable failure) {
        if (failure instanceof RecordDeserializationException) {
            Deque<Fetched> own = new ArrayDeque<>();
            ready.removeIf(fetched -> partition.owns(fetched) && own.add(fetched));
            ready.addAll(own);
        } else {
            // Perhaps it was damaged on the way: fetched again it may be whole.
            restart(partition);
        }
    }

    private void park(AssignedPartition partition, Fetched fetched) {
        if (fetched instanceof Fetched.Chunk chunk) {
            reader.forget(chunk);
            chunk.detach();
            feed(queue.setAside(chunk, true));
        }
        partition.parked.add(fetched);
    }

    private void dropAll(Deque<Fetched> gone) {
        while (!gone.isEmpty()) {
            drop(gone.poll());
        }
    }

    private void drop(Fetched gone) {
        if (gone instanceof Fetched.Chunk chunk) {
            reader.forget(chunk);
            finish(chunk);
        }
    }

    private void finish(Fetched.Chunk chunk) {
        feed(queue.finish(chunk));
    }

    private void feed(List<Cursor> hungry) {
        if (!hungry.isEmpty()) {
            commands.add(() -> fetcher.roomFor(hungry));
        }
    }

    private void flush() {
        if (!commands.isEmpty()) {
            List<Runnable> batch = commands;
            commands = new ArrayList<>();
            loop.execute(batch);
        }
    }

    /** Releases all that was fetched. The loop must have ended, or nothing be assigned any more. */
    @Override
    public void close() {
        partitions.values().forEach(partition -> dropAll(partition.parked));
        partitions.clear();
        uninitialized.clear();
        lookedUp.clear();
        queue.takeAll(ready);
        dropAll(ready);
        commands.clear();
        reader.close();
    }

    /** What one poll hands out. */
    private final class Drained {

        private final Map<AssignedPartition, List<ConsumerRecord<K, V>>> lists = new LinkedHashMap<>();
        private int count;
        private boolean isAdvanced;

        List<ConsumerRecord<K, V>> listFor(AssignedPartition partition) {
            return lists.computeIfAbsent(
                    partition, p -> new ArrayList<>(Math.min(maxPollRecords - count, MOST_RESERVED_RECORDS)));
        }

        void add(int records, boolean advanced) {
            count += records;
            isAdvanced |= advanced;
        }

        boolean isEmpty() {
            return count == 0 && !isAdvanced;
        }

        ConsumerRecords<K, V> toRecords() {
            Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            lists.forEach((partition, list) -> {
                if (!list.isEmpty()) {
                    records.put(partition.partition, list);
                }
                next.put(
                        partition.partition,
                        new OffsetAndMetadata(partition.position, reader.leaderEpoch(partition.positionEpoch), ""));
            });
            return new ConsumerRecords<>(records, next);
        }
    }
}
