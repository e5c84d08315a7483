package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.ConsumerRecords;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.IsolationLevel;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RecordDeserializationException;
import io.headrace.common.errors.TimeoutException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

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

    private final PollWait waiting;
    private final Shelf shelf;
    private final ChunkReader<K, V> reader;
    private final Loop loop;
    private final Fetcher fetcher;
    private final OffsetReset defaultReset;
    private final IsolationLevel isolation;
    private final int maxPollRecords;
    private final Starts starts;

    private Duties duties = Duties.NONE;

    private final Map<TopicPartition, AssignedPartition> partitions = new LinkedHashMap<>();

    private List<Runnable> commands = new ArrayList<>();
    private int assignmentVersion;

    /** For whoever measures, at any time; changed by the polling thread. */
    private volatile int assignedCount;

    /**
     * @param initialPositions asked before partitions without a position are reset
     */
    Consumption(
            PollWait waiting,
            FetchQueue queue,
            ChunkReader<K, V> reader,
            Loop loop,
            FetchSettings settings,
            InitialPositions initialPositions) {
        this.waiting = waiting;
        this.shelf = new Shelf(queue, reader, this::feed);
        this.reader = reader;
        this.loop = loop;
        this.fetcher = loop.fetcher();
        this.defaultReset = settings.reset();
        this.isolation = settings.isolation();
        this.maxPollRecords = settings.maxPollRecords();
        this.starts = new Starts(initialPositions, defaultReset, new ForStarts());
    }

    /** What else is to be done from now on when the application polls. */
    public void setDuties(Duties next) {
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
                starts.remove(partition);
                shelf.dropParked(partition);
            }
        }
        List<Cursor> added = new ArrayList<>();
        for (TopicPartition partition : keep) {
            if (!partitions.containsKey(partition)) {
                AssignedPartition assigned = new AssignedPartition(partition, defaultReset);
                partitions.put(partition, assigned);
                starts.add(assigned);
                added.add(assigned.cursor);
            }
        }
        if (!added.isEmpty() || !removed.isEmpty()) {
            assignmentVersion++;
            assignedCount = partitions.size();
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
        starts.remove(partition);
        shelf.dropParked(partition);
    }

    /**
     * Has a partition start again after the application was told of a failure, but not at once: it may last, and an
     * application that polls on would be told without a pause.
     */
    private void restartLater(AssignedPartition partition) {
        begin(partition);
        Cursor cursor = partition.cursor;
        int generation = partition.generation;
        long offset = partition.position;
        int epoch = partition.positionEpoch;
        OffsetReset to = partition.resetTo;
        Runnable start = partition.hasPosition()
                ? () -> fetcher.seek(cursor, generation, offset, epoch)
                : () -> fetcher.reset(Map.of(cursor, generation), to);
        commands.add(() -> fetcher.restartLater(cursor, generation, start));
    }

    /** Starts a partition again at once. */
    private void restart(AssignedPartition partition) {
        if (partition.hasPosition()) {
            seek(partition.partition, partition.position, partition.positionEpoch);
        } else {
            resetAll(List.of(partition), partition.resetTo);
        }
    }

    private final class ForStarts implements Starts.Owner {
        @Override
        public void seek(AssignedPartition partition, long offset, int epoch) {
            Consumption.this.seek(partition.partition, offset, epoch);
        }

        @Override
        public void reset(List<AssignedPartition> partitions, OffsetReset to) {
            resetAll(partitions, to);
        }
    }

    /** Where the application stands in each partition that has a position: what it may commit. */
    public Map<TopicPartition, OffsetAndMetadata> consumed() {
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
            starts.begin();
            flush();
            shelf.fill();
            settle(assigned, shelf.ready());
            settle(assigned, assigned.parked);
            if (assigned.hasPosition()) {
                return assigned.position;
            }
            if (!waiting.await(() -> shelf.isMoreQueued() || starts.hasFound(), deadline.atNs())) {
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
                restartLater(partition);
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
        assigned.forEach(partition -> partition.paused = isPaused);
        hold(assigned);
    }

    /**
     * Hands out nothing of topics that the application does not want any more, while their partitions are still this
     * consumer's. Nothing of them is lost: whoever wants them again goes on where it was.
     */
    public void want(Predicate<String> isWanted) {
        partitions.values().forEach(partition -> partition.unwanted = !isWanted.test(partition.partition.topic()));
        hold(partitions.values());
    }

    /** Acts on what was said of these partitions, as far as that makes a difference. */
    private void hold(Collection<AssignedPartition> assigned) {
        List<Cursor> held = new ArrayList<>();
        List<Cursor> released = new ArrayList<>();
        for (AssignedPartition partition : assigned) {
            boolean isHeld = partition.paused || partition.unwanted;
            if (partition.held != isHeld) {
                partition.held = isHeld;
                (isHeld ? held : released).add(partition.cursor);
                if (!isHeld) {
                    shelf.unpark(partition);
                }
            }
        }
        if (held.isEmpty() && released.isEmpty()) {
            return;
        }
        commands.add(() -> {
            fetcher.pause(held, true);
            fetcher.pause(released, false);
        });
        flush();
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
    public AssignedPartition assigned(TopicPartition partition) {
        return partitions.get(partition);
    }

    /** Whose records are read. */
    public IsolationLevel isolation() {
        return isolation;
    }

    /** How many partitions are assigned. Safe from any thread. */
    public int assignedCount() {
        return assignedCount;
    }

    /** Changes with the assignment. */
    public int assignmentVersion() {
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
            waiting.throwIfWokenUp();
            if (!duties.perform(deadline)) {
                return ConsumerRecords.empty();
            }
            starts.begin();
            flush();
            HandOut<K, V> handOut = new HandOut<>(reader, maxPollRecords);
            try {
                drain(handOut);
            } finally {
                flush();
            }
            if (!handOut.isEmpty()) {
                return handOut.toRecords();
            }
            long nowNs = System.nanoTime();
            long dutyNs = duties.nextDueNs(nowNs);
            boolean isDutyFirst = dutyNs != Long.MAX_VALUE && dutyNs - deadline.atNs() < 0;
            if (!waiting.await(this::isSomethingDue, isDutyFirst ? dutyNs : deadline.atNs()) && !isDutyFirst) {
                return ConsumerRecords.empty();
            }
        }
    }

    private boolean isSomethingDue() {
        return shelf.isMoreQueued() || starts.hasFound() || duties.isDue();
    }

    private void drain(HandOut<K, V> handOut) {
        shelf.fill();
        while (handOut.hasRoom() && shelf.hasMore()) {
            Fetched fetched = shelf.first();
            AssignedPartition partition = partitions.get(fetched.cursor().partition);
            if (partition == null || !partition.owns(fetched)) {
                shelf.dropFirst();
            } else if (fetched instanceof Fetched.PositionFound found && partition.parked.isEmpty()) {
                // Also of a paused partition: the application may ask where it stands.
                shelf.passFirst();
                apply(partition, found);
            } else if (partition.held) {
                shelf.parkFirst(partition);
            } else if (fetched instanceof Fetched.PartitionFailed failed) {
                if (!handOut.isEmpty()) {
                    return;
                }
                shelf.passFirst();
                restartLater(partition);
                throw failed.failure();
            } else if (!read(partition, (Fetched.Chunk) fetched, handOut)) {
                return;
            }
        }
    }

    /** Reads on in the chunk that is first in line; false when nothing behind it may be handed out in this poll. */
    private boolean read(AssignedPartition partition, Fetched.Chunk chunk, HandOut<K, V> handOut) {
        boolean isDone;
        try {
            isDone = handOut.read(chunk, partition);
        } catch (Throwable e) {
            if (handOut.isEmpty()) {
                standBack(partition, e);
                throw e;
            }
            // What was read before it comes first; the next poll meets the failure again.
            return false;
        }
        if (isDone) {
            shelf.finishFirst(chunk);
        }
        return true;
    }

    /** A partition that cannot be read lets the others go first. */
    private void standBack(AssignedPartition partition, Throwable failure) {
        if (failure instanceof RecordDeserializationException) {
            shelf.putLast(partition);
        } else {
            // Perhaps it was damaged on the way: fetched again it may be whole.
            restart(partition);
        }
    }

    private void feed(List<Cursor> hungry) {
        commands.add(() -> fetcher.roomFor(hungry));
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
        partitions.values().forEach(shelf::dropParked);
        partitions.clear();
        assignedCount = 0;
        starts.clear();
        shelf.close();
        commands.clear();
        reader.close();
    }
}
