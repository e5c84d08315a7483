package io.headrace.broker.txn;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.replica.Acknowledgement;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupMachine;
import io.headrace.log.AppendResult;
import io.headrace.log.producer.TransactionEnd;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the end of a transaction to a partition of this broker, once. On a partition of group offsets the group
 * coordinator writes it, since it has to hear of it.
 *
 * <p>Stateless; any thread.
 */
public final class PartitionMarkers {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionMarkers.class);

    private final LocalPartitions partitions;
    private final CoordinatorShards<GroupMachine> groups;
    private final LongSupplier clockMs;

    PartitionMarkers(LocalPartitions partitions, CoordinatorShards<GroupMachine> groups, LongSupplier clockMs) {
        this.partitions = partitions;
        this.groups = groups;
        this.clockMs = clockMs;
    }

    /**
     * Appends the marker, and waits until it is committed.
     *
     * @param done hears NONE, or why it is not so; on the partition's loop, or on the caller's thread
     */
    public void write(TopicPartition target, TransactionEnd end, Consumer<Errors> done) {
        LocalTopic topic = partitions.table().topic(target.topic());
        if (topic == null) {
            done.accept(Errors.UNKNOWN_TOPIC_OR_PARTITION);
            return;
        }
        Partition partition = topic.partition(target.partition());
        if (partition == null) {
            done.accept(topic.errorFor(target.partition()));
        } else if (target.topic().equals(groups.kind().topic().name())) {
            groups.endTransaction(target.partition(), end, done);
        } else {
            partition.loop().run(() -> append(partition, end, done));
        }
    }

    private void append(Partition partition, TransactionEnd end, Consumer<Errors> done) {
        AppendResult appended;
        try {
            appended = partition.appendMarker(end, clockMs.getAsLong());
        } catch (RuntimeException e) {
            Errors error = Errors.forException(e);
            if (error == Errors.UNKNOWN_SERVER_ERROR) {
                LOG.error("writing the end of a transaction to {} failed", partition, e);
            }
            done.accept(error);
            return;
        }
        if (!partition.park(appended, true, new Committed(done))) {
            done.accept(Errors.NONE);
        }
    }

    private record Committed(Consumer<Errors> done) implements Acknowledgement {
        @Override
        public void acknowledged() {
            done.accept(Errors.NONE);
        }

        @Override
        public void refused(Errors error) {
            done.accept(error);
        }
    }
}
