package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetCommitCallback;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the application may ask of the consumer about its group. Called by the polling thread. */
public interface GroupCalls {

    /** Names of the topics that are subscribed to. */
    Set<String> subscription();

    /** Reads these partitions, without being a member. */
    void assign(Collection<TopicPartition> partitions);

    /** Reads what the group assigns of these topics; none is the same as {@link #unsubscribe}. */
    void subscribe(Set<String> topics, Optional<ConsumerRebalanceListener> listener);

    /** Reads what the group assigns of the topics that match. */
    void subscribe(Pattern pattern, Optional<ConsumerRebalanceListener> listener);

    /** Reads what the group assigns of the topics that the coordinator finds to match. */
    void subscribe(String regex, Optional<ConsumerRebalanceListener> listener);

    /** Reads nothing, and is no member. */
    void unsubscribe();

    /** Where the application stands, in all that is assigned. */
    Map<TopicPartition, OffsetAndMetadata> consumed();

    /** Commits and waits. */
    void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline);

    /** Commits, and tells later; the callback may be null. */
    void commitLater(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback);

    /** What is committed, null where there is nothing. */
    Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Deadline deadline);

    /** Who the consumer is in its group. */
    ConsumerGroupMetadata metadata();

    /** Has the group balanced anew with the next poll, if the consumer is a member. */
    void rejoin(String reason);

    /** Commits, gives up and leaves, as far as that is wanted and the time allows. */
    void close(CloseOptions.GroupMembershipOperation operation, Deadline deadline);
}
