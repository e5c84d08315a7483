package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetCommitCallback;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidGroupIdException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A consumer without {@code group.id}: it reads what it is told to, and commits nothing. Owner: the polling thread. */
final class WithoutGroup implements GroupCalls {

    private final Consumption<?, ?> consumption;

    WithoutGroup(Consumption<?, ?> consumption) {
        this.consumption = consumption;
    }

    private static InvalidGroupIdException noGroup() {
        return new InvalidGroupIdException("To use the group management or offset commit APIs, you must provide a valid"
                + " group.id in the consumer configuration.");
    }

    @Override
    public Set<String> subscription() {
        return Set.of();
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        consumption.assign(partitions);
    }

    @Override
    public void subscribe(Set<String> topics, Optional<ConsumerRebalanceListener> listener) {
        throw noGroup();
    }

    @Override
    public void subscribe(Pattern pattern, Optional<ConsumerRebalanceListener> listener) {
        throw noGroup();
    }

    @Override
    public void subscribe(String regex, Optional<ConsumerRebalanceListener> listener) {
        throw noGroup();
    }

    @Override
    public void unsubscribe() {
        consumption.assign(List.of());
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> consumed() {
        throw noGroup();
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        throw noGroup();
    }

    @Override
    public void commitLater(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        throw noGroup();
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Deadline deadline) {
        throw noGroup();
    }

    @Override
    public ConsumerGroupMetadata metadata() {
        throw noGroup();
    }

    @Override
    public void rejoin(String reason) {
        throw new IllegalStateException("A rebalance cannot be asked for without a group: set group.id");
    }

    @Override
    public void close(CloseOptions.GroupMembershipOperation operation, Deadline deadline) {
        // There is no membership to end.
    }
}
