package io.headrace.clients.producer.internals.transactions;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TransactionAbortableException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The offsets that are to become part of the current transaction, in the order of the calls.
 *
 * <p>Also remembers which offsets were sent in requests that were never answered. Such a request may arrive late, after
 * others of the same transaction, and would put its offsets over theirs: nothing in it tells the broker its place.
 *
 * <p>Owner: the machine.
 */
final class OffsetCommits {

    /** One call. */
    static final class OffsetCommit {
        private final ConsumerGroupMetadata group;
        private final Map<TopicPartition, OffsetAndMetadata> left;
        private final Ticket ticket;
        private boolean isGroupAdded;

        private OffsetCommit(
                ConsumerGroupMetadata group, Map<TopicPartition, OffsetAndMetadata> offsets, Ticket ticket) {
            this.group = group;
            this.left = new LinkedHashMap<>(offsets);
            this.ticket = ticket;
        }

        Ticket ticket() {
            return ticket;
        }

        String groupId() {
            return group.groupId();
        }

        /** The group's partition is part of the transaction now. */
        void groupAdded() {
            isGroupAdded = true;
        }

        /** A partition's offset is part of the transaction now. */
        void committed(TopicPartition partition) {
            left.remove(partition);
        }

        boolean isComplete() {
            return left.isEmpty();
        }

        /** What to ask for next. */
        Request request(ProducerIdentity producer, boolean addsPartition) {
            return addsPartition || isGroupAdded
                    ? new Request.CommitOffsets(producer, group, new LinkedHashMap<>(left), addsPartition)
                    : new Request.AddOffsets(producer, group.groupId());
        }
    }

    private final ArrayDeque<OffsetCommit> waiting = new ArrayDeque<>();
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> unanswered = new HashMap<>();

    Ticket add(ConsumerGroupMetadata group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Ticket ticket = new Ticket(Ticket.Call.SEND_OFFSETS);
        waiting.add(new OffsetCommit(group, offsets, ticket));
        return ticket;
    }

    /** The one that comes next; null if there is none. */
    OffsetCommit first() {
        return waiting.peek();
    }

    /** The first one is done. */
    void removeFirst() {
        waiting.remove();
    }

    /** A request of this transaction was sent and never answered. */
    void unanswered(Request.CommitOffsets request) {
        unanswered
                .computeIfAbsent(request.group().groupId(), id -> new HashMap<>())
                .putAll(request.offsets());
    }

    /** The failure of offsets over which a late request could put an older one; null if none could. */
    TransactionAbortableException endangered(
            ConsumerGroupMetadata group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, OffsetAndMetadata> late = unanswered.getOrDefault(group.groupId(), Map.of());
        for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : offsets.entrySet()) {
            OffsetAndMetadata other = late.get(offset.getKey());
            if (other != null && !other.equals(offset.getValue())) {
                return new TransactionAbortableException(
                        "an earlier request of this transaction with another offset of group " + group.groupId()
                                + " for " + offset.getKey() + " was never answered and may still arrive after this one:"
                                + " abort the transaction and do it again");
            }
        }
        return null;
    }

    /** The same for the one that comes next, which may have waited while the request before it got no answer. */
    TransactionAbortableException firstEndangered() {
        OffsetCommit first = waiting.element();
        return endangered(first.group, first.left);
    }

    /** Who still waits is told that nothing comes of it. */
    void fail(RuntimeException failure) {
        waiting.forEach(commit -> commit.ticket().fail(failure));
        waiting.clear();
    }

    /** The transaction has ended. */
    void clear() {
        waiting.clear();
        unanswered.clear();
    }
}
