package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.FoundOffset;
import io.headrace.clients.internals.calls.ListOffsetsOperation;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.common.IsolationLevel;
import io.headrace.common.PartitionInfo;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Questions of the application to the cluster, answered while it waits. Each ends with an answer, a failure, or a
 * TimeoutException; {@code wakeup} and interrupts end the wait too. Called by the polling thread.
 */
final class ClusterQueries {

    /** The loop names what was waited for a little after the deadline; that is better than only knowing that it passed. */
    private static final long GRACE_NS = 200_000_000;

    private final ClientCore core;
    private final Operations operations;
    private final PollWait waiting;
    private final IsolationLevel isolation;

    /** @param waiting where the polling thread waits */
    ClusterQueries(ClientCore core, Operations operations, PollWait waiting, IsolationLevel isolation) {
        this.core = core;
        this.operations = operations;
        this.waiting = waiting;
        this.isolation = isolation;
    }

    Map<TopicPartition, FoundOffset> offsets(Map<TopicPartition, Long> timestamps, Deadline deadline) {
        return ask(
                new ListOffsetsOperation(timestamps, isolation, partition -> Epochs.NONE),
                timestamps.keySet(),
                deadline);
    }

    List<PartitionInfo> partitions(String topic, Deadline deadline) {
        ClusterView cluster = core.cluster();
        TopicView known = cluster.topic(topic);
        if (known != null) {
            return cluster.partitionInfos(known);
        }
        TopicsOperation one = TopicsOperation.one(topic, core.settings().allowAutoCreateTopics());
        return ask(one, List.of(one), deadline).get(one).getOrDefault(topic, List.of());
    }

    Map<String, List<PartitionInfo>> topics(Deadline deadline) {
        TopicsOperation all = TopicsOperation.all();
        return ask(all, List.of(all), deadline).get(all);
    }

    private <K, V> Map<K, V> ask(Operation<K, V> operation, Collection<K> items, Deadline deadline) {
        Gathering<K, V> gathering = new Gathering<>(items.size(), waiting::signal);
        core.execute(() -> operations.start(operation, items, deadline.timeoutMs(), gathering));
        if (!waiting.await(gathering::isDone, deadline.atNs() + GRACE_NS)) {
            throw new TimeoutException("Timed out after " + deadline.timeoutMs() + " ms waiting for "
                    + operation.what(items.iterator().next()));
        }
        return gathering.get();
    }
}
