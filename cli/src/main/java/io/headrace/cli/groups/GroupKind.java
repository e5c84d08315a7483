package io.headrace.cli.groups;

import io.headrace.cli.CommandFailure;
import io.headrace.clients.admin.Admin;
import io.headrace.common.GroupType;
import io.headrace.common.KafkaFuture;
import io.headrace.common.TopicPartition;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * What commands ask of groups, whichever protocol their members speak: the admin client has operations of their own for each.
 * Without state.
 */
interface GroupKind {
    /** What is committed of a partition, or where a share group begins; {@code lag} is null when the cluster does not tell. */
    record Committed(long offset, String metadata, Long lag) {}

    /** The group of that name; fails when it is none of this kind. */
    KafkaFuture<GroupView> describe(Admin admin, String group);

    /** How far the group is; partitions of which nothing is committed are left out. */
    KafkaFuture<Map<TopicPartition, Committed>> offsets(Admin admin, String group);

    /** Sets how far the group is, by partition. */
    Map<TopicPartition, KafkaFuture<Void>> alterOffsets(Admin admin, String group, Map<TopicPartition, Long> offsets);

    /**
     * Has the group forget partitions; answers by what it forgets at once, as the command shows it.
     *
     * @throws CommandFailure when groups of this kind cannot forget just these
     */
    Map<String, KafkaFuture<Void>> deleteOffsets(
            Admin admin, String group, Set<TopicPartition> partitions, Set<TopicPartition> committed);

    /** Deletes groups. */
    Map<String, KafkaFuture<Void>> delete(Admin admin, Collection<String> groups);

    /** The kind that a listing names; those that it does not, as of old brokers, are of consumers. */
    static GroupKind of(GroupType type) {
        return switch (type) {
            case SHARE -> new ShareKind();
            case STREAMS -> new StreamsKind();
            default -> new ConsumerKind();
        };
    }
}
