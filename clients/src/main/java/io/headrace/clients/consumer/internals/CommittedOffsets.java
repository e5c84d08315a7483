package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.internals.fetch.AssignedPartition;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.InitialPositions;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.fetch.Starts;
import io.headrace.clients.consumer.internals.group.OffsetFetches;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/**
 * Where the group left off: for partitions that start, and for whoever asks. Called by the polling thread; the loop leaves
 * its answers in a queue.
 */
final class CommittedOffsets implements InitialPositions {

    /** Whoever waits has a deadline of its own. */
    private static final long UNTIL_ANSWERED_MS = Integer.MAX_VALUE;

    private static final long GRACE_NS = 200_000_000;

    /** Partitions that are looked up, or that were. Immutable. */
    private record LookUp(
            List<AssignedPartition> starting, Map<TopicPartition, OffsetAndMetadata> found, RuntimeException failure) {}

    private final Executor loop;
    private final OffsetFetches fetches;
    private final PollWait waiting;
    private final Queue<LookUp> done = new ConcurrentLinkedQueue<>();

    CommittedOffsets(Executor loop, OffsetFetches fetches, PollWait waiting) {
        this.loop = loop;
        this.fetches = fetches;
        this.waiting = waiting;
    }

    @Override
    public boolean lookUp(List<AssignedPartition> starting) {
        Set<TopicPartition> partitions = new LinkedHashSet<>();
        starting.forEach(partition -> partitions.add(partition.partition()));
        loop.execute(() -> fetches.fetch(partitions, UNTIL_ANSWERED_MS, () -> true, new OffsetFetches.Outcome() {
            @Override
            public void found(Map<TopicPartition, OffsetAndMetadata> offsets) {
                done.add(new LookUp(starting, offsets, null));
                waiting.signal();
            }

            @Override
            public void failed(RuntimeException why) {
                done.add(new LookUp(starting, Map.of(), why));
                waiting.signal();
            }
        }));
        return true;
    }

    @Override
    public boolean hasFound() {
        return !done.isEmpty();
    }

    @Override
    public void tell(Starts starts) {
        for (LookUp lookUp = done.poll(); lookUp != null; lookUp = done.poll()) {
            if (lookUp.failure() == null) {
                starts.start(lookUp.starting(), lookUp.found());
            } else if (starts.startAgain(lookUp.starting()) && !(lookUp.failure() instanceof TimeoutException)) {
                throw lookUp.failure();
            }
        }
    }

    /**
     * What is committed for some partitions.
     *
     * @return by partition; null where there is nothing
     * @throws TimeoutException when there is no answer in time
     */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Deadline deadline) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        if (partitions.isEmpty()) {
            return committed;
        }
        partitions.forEach(partition -> committed.put(partition, null));
        Answer answer = new Answer(waiting::signal);
        loop.execute(() -> fetches.fetch(Set.copyOf(partitions), deadline.timeoutMs(), () -> true, answer));
        if (!waiting.await(answer::isThere, deadline.atNs() + GRACE_NS)) {
            throw new TimeoutException("Timeout of " + deadline.timeoutMs()
                    + "ms expired before the last committed offset for partitions " + partitions
                    + " could be determined");
        }
        if (answer.failure != null) {
            throw answer.failure;
        }
        committed.putAll(answer.offsets);
        return committed;
    }

    /** An answer that somebody waits for. Set once, by the loop. */
    private static final class Answer implements OffsetFetches.Outcome {
        private final Runnable onThere;
        private Map<TopicPartition, OffsetAndMetadata> offsets;
        private RuntimeException failure;
        private volatile boolean isThere;

        Answer(Runnable onThere) {
            this.onThere = onThere;
        }

        @Override
        public void found(Map<TopicPartition, OffsetAndMetadata> found) {
            offsets = found;
            isThere = true;
            onThere.run();
        }

        @Override
        public void failed(RuntimeException why) {
            failure = why;
            isThere = true;
            onThere.run();
        }

        boolean isThere() {
            return isThere;
        }
    }
}
