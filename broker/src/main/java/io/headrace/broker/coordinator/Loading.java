package io.headrace.broker.coordinator;

import io.headrace.broker.replica.Partition;
import io.headrace.coordination.CoordinatorMachine;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays a partition into a machine: pieces are read on the disk's pool, one at a time, and replayed on the loop, a
 * limited number of records in one go, so that the loop's other work goes on.
 *
 * <p>Owner: the loop of the partition. What is under way elsewhere comes back as a command to the loop.
 */
final class Loading {

    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    private static final int RECORDS_IN_ONE_GO = 2_000;

    private final Partition partition;
    private final PartitionReader reader;
    private final CoordinatorMachine machine;
    private final LoadTurns turns;
    private final Runnable whenDone;
    private final Consumer<RuntimeException> whenFailed;
    private final ArrayDeque<ReplayedBatch> toReplay = new ArrayDeque<>();

    private boolean hasTurn;
    private boolean ended;
    private long records;

    /**
     * A loading that has not begun.
     *
     * @param whenDone is run on the loop when all is replayed
     * @param whenFailed gets on the loop why it could not be read or replayed; nothing follows
     */
    Loading(
            Partition partition,
            PartitionReader reader,
            CoordinatorMachine machine,
            LoadTurns turns,
            Runnable whenDone,
            Consumer<RuntimeException> whenFailed) {
        this.partition = partition;
        this.reader = reader;
        this.machine = machine;
        this.turns = turns;
        this.whenDone = whenDone;
        this.whenFailed = whenFailed;
    }

    /** Begins, when it is its turn; without records it is done when this returns. */
    void start() {
        if (reader.isAtEnd()) {
            ended = true;
            whenDone.run();
        } else {
            turns.take(this::myTurn);
        }
    }

    /** How many records were replayed. */
    long records() {
        return records;
    }

    /** Gives up: neither of the two is called any more. */
    void cancel() {
        end();
    }

    private void myTurn() {
        if (!partition.loop().offer(this::beginTurn)) {
            turns.giveBack();
        }
    }

    private void beginTurn() {
        hasTurn = true;
        if (ended) {
            end();
        } else {
            readNext();
        }
    }

    private void readNext() {
        try {
            partition.disk().execute(() -> {
                List<ReplayedBatch> batches;
                try {
                    batches = reader.readNext();
                } catch (RuntimeException e) {
                    partition.loop().offer(() -> fail(e));
                    return;
                }
                partition.loop().offer(() -> {
                    toReplay.addAll(batches);
                    replay();
                });
            });
        } catch (RejectedExecutionException closing) {
            LOG.debug("{}: the broker is closing", partition, closing);
            end();
        }
    }

    private void replay() {
        if (ended) {
            return;
        }
        int left = RECORDS_IN_ONE_GO;
        try {
            while (left > 0 && !toReplay.isEmpty()) {
                ReplayedBatch batch = toReplay.pollFirst();
                batch.replayInto(machine);
                records += batch.size();
                left -= batch.size();
            }
        } catch (RuntimeException e) {
            fail(e);
            return;
        }
        if (!toReplay.isEmpty()) {
            partition.loop().offer(this::replay);
        } else if (reader.isAtEnd()) {
            reader.logSkipped();
            end();
            whenDone.run();
        } else {
            readNext();
        }
    }

    private void fail(RuntimeException cause) {
        if (!ended) {
            end();
            whenFailed.accept(cause);
        }
    }

    private void end() {
        ended = true;
        toReplay.clear();
        if (hasTurn) {
            hasTurn = false;
            turns.giveBack();
        }
    }
}
