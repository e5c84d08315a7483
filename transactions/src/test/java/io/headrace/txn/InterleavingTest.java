package io.headrace.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Producers with one transactional id, over a network that delays, repeats and reorders what they send, and a coordinator
 * that dies now and then. Whatever happens: what a partition holds of a transaction is ended by exactly one marker of the
 * kind that was decided, nothing of an epoch lands behind the marker that ended it, and a transaction whose producer was
 * told that it is committed is committed with all of its records.
 */
class InterleavingTest {

    private static final int SEEDS = 300;
    private static final int STEPS = 400;
    private static final int MOST_ARRIVALS = 100_000;
    private static final String ID = "t";

    @Test
    void everyTransactionEndsOnceAndAsAWhole() {
        long first = Long.getLong("headrace.seed", System.nanoTime());
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                new World(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** What is in a partition: a record of a transaction, or the marker that ends one. */
    private record Entry(ProducerIdentity producer, int transaction, boolean marker, boolean commit) {}

    /** A partition's rules, as the broker keeps them: epochs never fall, and only a verified write begins a transaction. */
    private static final class PartitionModel {
        final List<Entry> log = new ArrayList<>();
        final Map<Long, Short> epochs = new HashMap<>();
        final Set<Long> open = new HashSet<>();
        final Map<Long, Object> verifications = new HashMap<>();

        boolean isOpen(ProducerIdentity producer) {
            return open.contains(producer.id()) && epochs.get(producer.id()) == producer.epoch();
        }

        boolean isOutdated(ProducerIdentity producer) {
            return producer.epoch() < epochs.getOrDefault(producer.id(), (short) -1);
        }

        boolean append(ProducerIdentity producer, int transaction, Object verification) {
            if (isOutdated(producer)) {
                return false;
            }
            if (!isOpen(producer) && (verification == null || verifications.get(producer.id()) != verification)) {
                return false;
            }
            verifications.remove(producer.id());
            epochs.put(producer.id(), producer.epoch());
            open.add(producer.id());
            log.add(new Entry(producer, transaction, false, false));
            return true;
        }

        void end(ProducerIdentity producer, boolean commit) {
            assertTrue(!isOutdated(producer), "a marker of an old epoch");
            verifications.remove(producer.id());
            epochs.put(producer.id(), producer.epoch());
            open.remove(producer.id());
            log.add(new Entry(producer, -1, true, commit));
        }
    }

    /** A producer as its user sees it. */
    private static final class ProducerModel {
        ProducerIdentity identity = ProducerIdentity.NONE;
        int transaction;
        boolean inTransaction;
        boolean ending;
        boolean commit;
        int unacknowledged;
        boolean failed;
    }

    private interface Message {
        void arrive();
    }

    private static final class World {
        final Random random;
        final Rig rig = new Rig();
        final Map<TopicPartition, PartitionModel> partitions = new HashMap<>();
        final List<ProducerModel> producers = new ArrayList<>();
        final List<Message> network = new ArrayList<>();
        final List<Runnable> markersUnderWay = new ArrayList<>();
        final Map<Integer, Boolean> told = new HashMap<>();
        final Map<Integer, Map<TopicPartition, Integer>> acknowledged = new HashMap<>();
        int transactions;

        World(long seed) {
            random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                partitions.put(new TopicPartition("p", i), new PartitionModel());
            }
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                step();
                carryMarkers();
            }
            // In the end everything arrives, time passes, and all markers are written.
            for (int arrived = 0; !network.isEmpty(); arrived++) {
                assertTrue(arrived < MOST_ARRIVALS, () -> "messages without end: " + rig.machine.transaction(ID));
                network.remove(random.nextInt(network.size())).arrive();
                writeMarkers();
            }
            rig.advance(120_000);
            writeMarkers();
            check();
        }

        private void writeMarkers() {
            carryMarkers();
            while (!markersUnderWay.isEmpty()) {
                markersUnderWay.remove(0).run();
                carryMarkers();
            }
        }

        private void step() {
            int dice = random.nextInt(100);
            if (dice < 3 || producers.isEmpty()) {
                producers.add(new ProducerModel());
                return;
            }
            if (dice < 5) {
                rig.restart();
                markersUnderWay.clear();
                return;
            }
            if (dice < 7) {
                rig.advance(random.nextInt(40_000));
                return;
            }
            if (dice < 25 && !markersUnderWay.isEmpty()) {
                markersUnderWay.remove(random.nextInt(markersUnderWay.size())).run();
                return;
            }
            if (dice < 60 && !network.isEmpty()) {
                Message message = network.get(random.nextInt(network.size()));
                // Some messages stay in the network, and arrive again.
                if (random.nextInt(4) > 0) {
                    network.remove(message);
                }
                message.arrive();
                return;
            }
            act(producers.get(random.nextInt(producers.size())));
        }

        /** What a client does that keeps to the rules: it ends a transaction only when all its writes are acknowledged. */
        private void act(ProducerModel producer) {
            if (producer.failed) {
                return;
            }
            if (!producer.identity.isGiven()) {
                init(producer);
            } else if (producer.ending) {
                end(producer);
            } else if (!producer.inTransaction) {
                producer.inTransaction = true;
                producer.transaction = ++transactions;
            } else if (random.nextInt(3) > 0) {
                write(producer);
            } else if (producer.unacknowledged == 0) {
                producer.ending = true;
                producer.commit = random.nextBoolean() && acknowledged.containsKey(producer.transaction);
                end(producer);
            }
        }

        private void init(ProducerModel producer) {
            network.add(() -> {
                ProducerAnswer answer = rig.init(ID);
                if (!producer.identity.isGiven() && answer.error() == Errors.NONE && random.nextInt(5) > 0) {
                    producer.identity = answer.producer();
                }
            });
        }

        private void write(ProducerModel producer) {
            TopicPartition partition = new TopicPartition("p", random.nextInt(partitions.size()));
            ProducerIdentity identity = producer.identity;
            int transaction = producer.transaction;
            producer.unacknowledged++;
            boolean[] done = new boolean[1];
            network.add(() -> arrivesAtGate(producer, partition, identity, transaction, done));
        }

        /** First the partition begins to verify, and then, maybe much later, the coordinator's answer comes. */
        private void arrivesAtGate(
                ProducerModel producer,
                TopicPartition partition,
                ProducerIdentity identity,
                int transaction,
                boolean[] done) {
            PartitionModel model = partitions.get(partition);
            if (model.isOutdated(identity)) {
                answered(producer, partition, transaction, done, false);
            } else if (model.isOpen(identity)) {
                answered(producer, partition, transaction, done, model.append(identity, transaction, null));
            } else {
                Object verification = model.verifications.computeIfAbsent(identity.id(), id -> new Object());
                Errors error = rig.add(ID, identity, ClientProtocol.EPOCH_PER_TRANSACTION, partition);
                if (error == Errors.CONCURRENT_TRANSACTIONS) {
                    network.add(() -> arrivesAtGate(producer, partition, identity, transaction, done));
                } else if (error != Errors.NONE) {
                    answered(producer, partition, transaction, done, false);
                } else {
                    network.add(() -> answered(
                            producer, partition, transaction, done, model.append(identity, transaction, verification)));
                }
            }
        }

        private void answered(
                ProducerModel producer, TopicPartition partition, int transaction, boolean[] done, boolean written) {
            if (done[0]) {
                return; // A repeated request; a real partition would also see by the sequence that it is one.
            }
            done[0] = true;
            producer.unacknowledged--;
            if (written) {
                acknowledged.computeIfAbsent(transaction, t -> new HashMap<>()).merge(partition, 1, Integer::sum);
            } else {
                producer.failed = true;
            }
        }

        private void end(ProducerModel producer) {
            ProducerIdentity identity = producer.identity;
            boolean commit = producer.commit;
            int transaction = producer.transaction;
            network.add(() -> {
                ProducerAnswer answer = rig.end(ID, identity, commit, ClientProtocol.EPOCH_PER_TRANSACTION);
                if (!producer.ending || producer.transaction != transaction || random.nextInt(5) == 0) {
                    return; // The answer is of no interest any more, or lost.
                }
                if (answer.error() == Errors.NONE) {
                    producer.identity = answer.producer();
                    producer.ending = false;
                    producer.inTransaction = false;
                    told.put(transaction, commit);
                } else if (answer.error() != Errors.CONCURRENT_TRANSACTIONS) {
                    producer.failed = true;
                }
            });
        }

        /** Markers are on their way to each partition by itself, and some arrive twice. */
        private void carryMarkers() {
            List<EndedTransaction> ended = new ArrayList<>(rig.toTell);
            rig.toTell.clear();
            for (EndedTransaction each : ended) {
                Set<TopicPartition> left = new HashSet<>(each.partitions());
                if (left.isEmpty()) {
                    markersUnderWay.add(() -> rig.run(rig.machine.markersWritten(ID, each.producer(), rig.nowMs)));
                }
                for (TopicPartition partition : each.partitions()) {
                    markersUnderWay.add(() -> {
                        partitions.get(partition).end(each.producer(), each.commit());
                        if (left.remove(partition) && left.isEmpty()) {
                            rig.run(rig.machine.markersWritten(ID, each.producer(), rig.nowMs));
                        }
                    });
                }
            }
        }

        private void check() {
            Map<Integer, Set<Boolean>> ends = new HashMap<>();
            Map<Integer, Map<TopicPartition, Integer>> written = new HashMap<>();
            partitions.forEach((partition, model) -> {
                Map<Long, List<Integer>> open = new HashMap<>();
                Map<Long, Short> ended = new HashMap<>();
                Map<Long, Short> epochs = new HashMap<>();
                for (Entry entry : model.log) {
                    long id = entry.producer().id();
                    if (entry.marker()) {
                        for (int transaction : open.getOrDefault(id, List.of())) {
                            ends.computeIfAbsent(transaction, t -> new HashSet<>())
                                    .add(entry.commit());
                        }
                        if (open.remove(id) != null) {
                            assertEquals(
                                    epochs.get(id) + 1,
                                    entry.producer().epoch(),
                                    "the marker's epoch is the one after that of the records");
                        }
                        ended.put(id, entry.producer().epoch());
                    } else {
                        assertTrue(
                                entry.producer().epoch() >= ended.getOrDefault(id, (short) -1),
                                "a record of an old epoch behind the marker");
                        epochs.put(id, entry.producer().epoch());
                        List<Integer> transactions = open.computeIfAbsent(id, i -> new ArrayList<>());
                        if (!transactions.contains(entry.transaction())) {
                            transactions.add(entry.transaction());
                        }
                        assertEquals(1, transactions.size(), "transactions that one marker ends: " + transactions);
                        written.computeIfAbsent(entry.transaction(), t -> new HashMap<>())
                                .merge(partition, 1, Integer::sum);
                    }
                }
                assertEquals(Map.of(), open, "transactions without end in " + partition);
            });
            ends.forEach((transaction, kinds) ->
                    assertEquals(1, kinds.size(), "transaction " + transaction + " was committed and aborted"));
            told.forEach((transaction, commit) -> {
                if (ends.containsKey(transaction)) {
                    assertEquals(Set.of(commit), ends.get(transaction), "transaction " + transaction);
                }
                if (commit) {
                    acknowledged
                            .getOrDefault(transaction, Map.of())
                            .forEach((partition, count) -> assertTrue(
                                    written.get(transaction).getOrDefault(partition, 0) >= count,
                                    "acknowledged records of a committed transaction are there"));
                }
            });
        }
    }
}
