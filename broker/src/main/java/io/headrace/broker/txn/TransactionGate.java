package io.headrace.broker.txn;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.replica.Partition;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.txn.AddPartitions;
import io.headrace.txn.ClientProtocol;
import io.headrace.txn.ProducerIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where writes of transactions wait while the coordinator is asked whether their transaction includes the partition, or is
 * told that it does. Only the first write of a transaction to a partition waits; what comes after it while it waits shares
 * its answer, so writes stay in their order.
 *
 * <p>The partition keeps the {@link TransactionVerification}, and voids it when the transaction ends meanwhile: the answer
 * of the coordinator alone lets nothing in.
 *
 * <p>Owner: one loop, that of the partitions.
 */
public final class TransactionGate {

    private final Loop loop;
    private final TransactionCoordinator coordinator;
    private final Map<Key, List<Waiting>> waiting = new HashMap<>();

    private record Key(TransactionVerification verification, short epoch) {}

    private record Waiting(Partition partition, int baseSequence, long nowMs, Entrant entrant) {}

    /** A write that wants to pass. Exactly one of its methods is called, on the gate's loop. */
    public interface Entrant {

        /** It may be appended in this very turn, with this verification. */
        void admitted(TransactionVerification verification);

        /** The coordinator says no. */
        void turnedAway(Errors error);

        /** The partition says no. */
        void failed(RuntimeException why);
    }

    /** Nobody waits. */
    public TransactionGate(Loop loop, TransactionCoordinator coordinator) {
        this.loop = loop;
        this.coordinator = coordinator;
    }

    /**
     * Writes of one request.
     *
     * @param adds whether writing adds a partition to the transaction (KIP-890); otherwise it must be in it already
     */
    public Visit visit(String transactionalId, ProducerIdentity producer, boolean adds) {
        return new Visit(transactionalId, producer, adds);
    }

    /** A transaction's writes of one request. Owner: the gate's loop. */
    public final class Visit {
        private final String transactionalId;
        private final ProducerIdentity producer;
        private final boolean adds;
        private Map<TopicPartition, Key> toAsk = new HashMap<>();

        private Visit(String transactionalId, ProducerIdentity producer, boolean adds) {
            this.transactionalId = transactionalId;
            this.producer = producer;
            this.adds = adds;
        }

        /**
         * Lets a write in, at once or after {@link #ask}.
         *
         * @param baseSequence of its batch, or -1
         */
        public void enter(Partition partition, int baseSequence, long nowMs, Entrant entrant) {
            enter(new Waiting(partition, baseSequence, nowMs, entrant), TransactionVerification.NONE);
        }

        private void enter(Waiting write, TransactionVerification agreed) {
            TransactionVerification verification;
            try {
                verification = begin(write);
            } catch (RuntimeException e) {
                write.entrant().failed(e);
                return;
            }
            if (verification == agreed || !verification.isNeeded()) {
                write.entrant().admitted(verification);
                return;
            }
            // The first time here, or the end of the transaction before has voided what the coordinator agreed to.
            Key key = new Key(verification, producer.epoch());
            List<Waiting> queue = waiting.get(key);
            if (queue == null) {
                queue = new ArrayList<>(2);
                waiting.put(key, queue);
                toAsk.put(write.partition().topicPartition(), key);
            }
            queue.add(write);
        }

        private TransactionVerification begin(Waiting write) {
            return adds || coordinator.config().verifiesPartitions()
                    ? write.partition()
                            .beginVerification(
                                    producer.id(), producer.epoch(), write.baseSequence(), adds, write.nowMs())
                    : TransactionVerification.WAIVED;
        }

        /** Asks the coordinator about all partitions that wait and that nobody has asked about yet. */
        public void ask() {
            if (toAsk.isEmpty()) {
                return;
            }
            Map<TopicPartition, Key> asked = toAsk;
            toAsk = new HashMap<>();
            if (adds) {
                coordinator.addPartitionsSoon(
                        new AddPartitions(
                                transactionalId,
                                producer,
                                asked.keySet(),
                                ClientProtocol.EPOCH_PER_TRANSACTION,
                                AddPartitions.NO_CHANNEL),
                        error -> loop.run(() -> answered(asked, TransactionCoordinator.all(asked.keySet(), error))));
            } else {
                coordinator.verifyPartitions(
                        transactionalId,
                        producer,
                        asked.keySet(),
                        verdicts -> loop.run(() -> answered(asked, verdicts)));
            }
        }

        private void answered(Map<TopicPartition, Key> asked, Map<TopicPartition, Errors> verdicts) {
            asked.forEach((partition, key) -> {
                Errors verdict = verdicts.get(partition);
                for (Waiting write : waiting.remove(key)) {
                    if (verdict == Errors.NONE) {
                        enter(write, key.verification());
                    } else {
                        write.entrant().turnedAway(verdict);
                    }
                }
            });
            ask();
        }
    }
}
