package io.headrace.broker.txn;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;
import io.headrace.log.producer.TransactionEnd;
import io.headrace.txn.EndedTransaction;
import io.headrace.txn.TransactionMarkers;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all partitions of a transaction how it ended, for as long as it takes: what the storage refuses is tried again if
 * the coordinator still wants it, and partitions that are gone are left out.
 *
 * <p>Any thread; what is under way belongs to the callbacks that carry it.
 */
final class MarkerWriter implements TransactionMarkers {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerWriter.class);

    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 5_000;

    private final Partitions partitions;
    private final Loops loops;
    private final Client client;

    /** Writes one marker. */
    @FunctionalInterface
    interface Partitions {
        /** As {@link PartitionMarkers#write}. */
        void write(TopicPartition target, TransactionEnd end, Consumer<Errors> done);
    }

    /** On whose behalf markers are written. */
    interface Client {

        /** All partitions know of a transaction's end. */
        void written(EndedTransaction ended);

        /** Goes on if partitions are still to be told of it; else somebody else has told them, or will. */
        void ifStillTelling(EndedTransaction ended, Runnable then);
    }

    /** Writes through {@code partitions}. */
    MarkerWriter(Partitions partitions, Loops loops, Client client) {
        this.partitions = partitions;
        this.loops = loops;
        this.client = client;
    }

    @Override
    public void write(EndedTransaction ended) {
        if (ended.partitions().isEmpty()) {
            client.written(ended);
            return;
        }
        Telling telling = new Telling(ended);
        for (TopicPartition partition : ended.partitions()) {
            telling.tell(partition, FIRST_PAUSE_MS);
        }
    }

    /** One transaction. Its count is changed by the loops of all its partitions. */
    private final class Telling {
        private final EndedTransaction ended;
        private final TransactionEnd end;
        private final AtomicInteger left;

        Telling(EndedTransaction ended) {
            this.ended = ended;
            this.left = new AtomicInteger(ended.partitions().size());
            long id = ended.producer().id();
            short epoch = ended.producer().epoch();
            int version = ended.protocol().level();
            this.end = ended.commit()
                    ? TransactionEnd.commit(id, epoch, ended.coordinatorEpoch(), version)
                    : TransactionEnd.abort(id, epoch, ended.coordinatorEpoch(), version);
        }

        void tell(TopicPartition partition, long pauseMs) {
            partitions.write(partition, end, error -> heard(partition, error, pauseMs));
        }

        private void heard(TopicPartition partition, Errors error, long pauseMs) {
            switch (error) {
                case NONE -> told();
                case UNKNOWN_TOPIC_OR_PARTITION -> {
                    LOG.debug("{} is gone, and needs no end of {}'s transaction", partition, ended.transactionalId());
                    told();
                }
                case INVALID_PRODUCER_EPOCH -> {
                    LOG.warn(
                            "{} knows of a newer epoch than that of producer {}, whose transaction for {} ends: it has"
                                    + " been ended there by somebody else",
                            partition,
                            ended.producer(),
                            ended.transactionalId());
                    told();
                }
                case TRANSACTION_COORDINATOR_FENCED ->
                    LOG.warn(
                            "{} has heard from a newer coordinator than that of epoch {}, which stops to end the"
                                    + " transaction of {}",
                            partition,
                            ended.coordinatorEpoch(),
                            ended.transactionalId());
                default -> again(partition, error, pauseMs);
            }
        }

        private void told() {
            if (left.decrementAndGet() == 0) {
                client.written(ended);
            }
        }

        private void again(TopicPartition partition, Errors error, long pauseMs) {
            if (pauseMs == FIRST_PAUSE_MS) {
                LOG.warn(
                        "the end of the transaction of {} could not be written to {}, and is tried again: {}",
                        ended.transactionalId(),
                        partition,
                        error);
            }
            Loop loop = loops.get(Math.floorMod(partition.hashCode(), loops.size()));
            // When the loops have ended, the next start of the broker goes on.
            long nextMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            loop.offer(() -> loop.later(pauseMs, () -> client.ifStillTelling(ended, () -> tell(partition, nextMs))));
        }
    }
}
