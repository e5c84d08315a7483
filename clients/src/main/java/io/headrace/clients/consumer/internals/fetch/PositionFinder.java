package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.LogTruncationException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.calls.FoundOffset;
import io.headrace.clients.internals.calls.ListOffsetsOperation;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.Outcome;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks leaders where cursors are to go on: after a reset, and after a change of leader. Goes on asking until there is an
 * answer, or until the cursor is of another generation.
 *
 * <p>Owner: the client's loop.
 */
final class PositionFinder {

    /** What a finder needs from the {@link Fetcher}. */
    interface Owner {

        /** The cursor's position is this one. */
        void found(Cursor cursor, long offset, int leaderEpoch);

        /** The cursor's position is right. */
        void goOn(Cursor cursor);

        /** The application has to be told. */
        void tell(Cursor cursor, RuntimeException failure);

        /** Something about the cursor has changed. */
        void changed(Cursor cursor);

        /** Acts on all that was found, once all answers of this event are in. */
        void endEventSoon();
    }

    private static final Logger log = LoggerFactory.getLogger(PositionFinder.class);

    /** Whoever waits for a position has a deadline of its own; this one only bounds a single round. */
    private static final long ROUND_MS = Integer.MAX_VALUE;

    private final Owner owner;
    private final Operations operations;
    private final FetchSettings settings;
    private final LongSupplier wallClockMs;

    /** What a leader is asked about. Its answer says nothing of a later position, nor of a later leader's log. */
    private record Asked(int generation, int leaderEpoch) {
        static Asked of(Cursor cursor) {
            return new Asked(cursor.generation, cursor.leaderEpoch);
        }
    }

    /** Cursors that the leader is to be asked about. */
    private final Map<Cursor, Asked> toValidate = new LinkedHashMap<>();

    PositionFinder(Owner owner, Operations operations, FetchSettings settings, LongSupplier wallClockMs) {
        this.owner = owner;
        this.operations = operations;
        this.settings = settings;
        this.wallClockMs = wallClockMs;
    }

    /** Has each cursor's position found anew. */
    void lookUp(List<Cursor> cursors, OffsetReset to) {
        Map<TopicPartition, LookUp> lookUps = new HashMap<>();
        Map<TopicPartition, Long> timestamps = new HashMap<>();
        long timestamp = to.queryTimestamp(wallClockMs.getAsLong());
        for (Cursor cursor : cursors) {
            cursor.phase = Cursor.Phase.LOOKING_UP;
            owner.changed(cursor);
            lookUps.put(cursor.partition, new LookUp(cursor, cursor.generation));
            timestamps.put(cursor.partition, timestamp);
        }
        ListOffsetsOperation operation =
                new ListOffsetsOperation(
                        timestamps, settings.isolation(), item -> lookUps.get(item).cursor.leaderEpoch) {
                    @Override
                    public boolean isWanted(TopicPartition item) {
                        return lookUps.get(item).isWanted();
                    }
                };
        operations.start(operation, timestamps.keySet(), ROUND_MS, new Outcome<>() {
            @Override
            public void succeeded(TopicPartition item, FoundOffset found) {
                LookUp lookUp = lookUps.get(item);
                if (lookUp.isWanted()) {
                    lookedUp(lookUp.cursor, found, to);
                    owner.endEventSoon();
                }
            }

            @Override
            public void failed(TopicPartition item, RuntimeException why) {
                LookUp lookUp = lookUps.get(item);
                if (lookUp.isWanted()) {
                    if (why instanceof TimeoutException) {
                        lookUp(List.of(lookUp.cursor), to);
                    } else {
                        owner.tell(lookUp.cursor, why);
                    }
                    owner.endEventSoon();
                }
            }
        });
    }

    private record LookUp(Cursor cursor, int generation) {
        boolean isWanted() {
            return cursor.phase == Cursor.Phase.LOOKING_UP && cursor.generation == generation;
        }
    }

    private void lookedUp(Cursor cursor, FoundOffset found, OffsetReset to) {
        if (found.isFound()) {
            log.info("reset partition {} to offset {} ({})", cursor.partition, found.offset(), to);
            owner.found(cursor, found.offset(), found.leaderEpoch());
        } else if (to instanceof OffsetReset.ByDuration) {
            // No record is that young: what is to come is.
            lookUp(List.of(cursor), OffsetReset.latest());
        } else {
            owner.tell(
                    cursor,
                    new KafkaException("The leader of partition " + cursor.partition + " names no " + to + " offset"));
        }
    }

    /** Has the leader asked whether it has what was read before the cursor's position, with the next {@link #ask}. */
    void validate(Cursor cursor) {
        cursor.phase = Cursor.Phase.VALIDATING;
        owner.changed(cursor);
        toValidate.put(cursor, Asked.of(cursor));
    }

    /** Asks about all cursors that are to be validated, so that one request serves many. */
    void ask() {
        if (toValidate.isEmpty()) {
            return;
        }
        Map<Cursor, Asked> asked = Map.copyOf(toValidate);
        toValidate.clear();
        EpochValidation operation = new EpochValidation() {
            @Override
            public boolean isWanted(Cursor item) {
                return isValidating(item, asked);
            }
        };
        operations.start(operation, asked.keySet(), ROUND_MS, new Outcome<>() {
            @Override
            public void succeeded(Cursor item, EpochValidation.End end) {
                if (isValidating(item, asked)) {
                    validated(item, end);
                    owner.endEventSoon();
                }
            }

            @Override
            public void failed(Cursor item, RuntimeException why) {
                if (isValidating(item, asked)) {
                    notValidated(item, why);
                    owner.endEventSoon();
                }
            }
        });
    }

    private static boolean isValidating(Cursor cursor, Map<Cursor, Asked> asked) {
        return cursor.phase == Cursor.Phase.VALIDATING && Asked.of(cursor).equals(asked.get(cursor));
    }

    private void notValidated(Cursor cursor, RuntimeException why) {
        if (why instanceof TimeoutException) {
            validate(cursor);
        } else if (why instanceof UnsupportedVersionException) {
            log.debug("leader of {} is too old to be asked about its epochs", cursor.partition);
            owner.goOn(cursor);
        } else {
            owner.tell(cursor, why);
        }
    }

    private void validated(Cursor cursor, EpochValidation.End end) {
        cursor.isUnvalidated = false;
        boolean isTruncated = !end.isKnown() || end.endOffset() < cursor.fetchOffset;
        if (!isTruncated) {
            owner.goOn(cursor);
            return;
        }
        TopicPartition partition = cursor.partition;
        if (settings.reset().refuses()) {
            Map<TopicPartition, OffsetAndMetadata> divergent = end.isKnown()
                    ? Map.of(partition, new OffsetAndMetadata(end.endOffset(), Optional.of(end.leaderEpoch()), ""))
                    : Map.of();
            owner.tell(cursor, new LogTruncationException(Map.of(partition, cursor.fetchOffset), divergent));
        } else if (end.isKnown()) {
            log.info(
                    "partition {} was truncated below offset {}: going on at {}",
                    partition,
                    cursor.fetchOffset,
                    end.endOffset());
            owner.found(cursor, end.endOffset(), end.leaderEpoch());
        } else {
            log.info(
                    "leader of partition {} knows nothing of epoch {}: resetting to {}",
                    partition,
                    cursor.offsetEpoch,
                    settings.reset());
            lookUp(List.of(cursor), settings.reset());
        }
    }

    /** Asks where a partition ends, and publishes it unless a fetch was quicker. */
    void findEnd(Cursor cursor) {
        ListOffsetsOperation operation = new ListOffsetsOperation(
                Map.of(cursor.partition, OffsetReset.LATEST_TIMESTAMP), settings.isolation(), item -> Cursor.NO_EPOCH);
        operations.start(operation, List.of(cursor.partition), ROUND_MS, new Outcome<>() {
            @Override
            public void succeeded(TopicPartition item, FoundOffset found) {
                if (cursor.watermarks == null) {
                    cursor.watermarks = new Watermarks(found.offset(), found.offset(), Watermarks.UNKNOWN);
                }
            }

            @Override
            public void failed(TopicPartition item, RuntimeException why) {
                log.debug("the end of partition {} could not be found", item, why);
            }
        });
    }
}
