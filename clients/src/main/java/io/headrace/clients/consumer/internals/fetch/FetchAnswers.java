package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.consumer.OffsetOutOfRangeException;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.common.IsolationLevel;
import io.headrace.common.KafkaException;
import io.headrace.common.Node;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a broker's answer about a partition: records for the queue, another replica to ask, another try, or
 * something to tell the application. Owner: the client's loop.
 */
final class FetchAnswers {

    /** What this needs from the {@link Fetcher}. */
    interface Owner {

        /** Takes over records for the queue. */
        void fetched(Fetched.Chunk chunk);

        /** Whether there is room for more of this partition shows once what was fetched is in the queue. */
        void roomIsUnknown(Cursor cursor);

        /** Something about the cursor has changed. */
        void changed(Cursor cursor);

        /** The application has to be told. */
        void tell(Cursor cursor, RuntimeException failure);

        /** What happened outside of the owner's events is complete. */
        void endEvent();
    }

    private static final Logger log = LoggerFactory.getLogger(FetchAnswers.class);

    private final ClientLoop loop;
    private final FetchSettings settings;
    private final FetchMeter meter;
    private final PositionFinder positions;
    private final Homes homes;
    private final Owner owner;
    private final BatchScan scan = new BatchScan();

    FetchAnswers(
            ClientLoop loop,
            FetchSettings settings,
            FetchMeter meter,
            PositionFinder positions,
            Homes homes,
            Owner owner) {
        this.loop = loop;
        this.settings = settings;
        this.meter = meter;
        this.positions = positions;
        this.homes = homes;
        this.owner = owner;
    }

    /** What a broker says about one partition. */
    void received(BrokerSource source, Cursor cursor, PartitionData data, Map<Integer, Node> endpoints) {
        Errors error = Errors.forCode(data.errorCode());
        if (error != Errors.NONE) {
            partitionFailed(source, cursor, error, data, endpoints);
            return;
        }
        cursor.failures = 0;
        publishWatermarks(cursor, data);
        RecordBytes records = data.records();
        if (records != null && records.size() > 0) {
            receivedRecords(cursor, data, ((BufferRecordBytes) records).buffer());
        }
        int preferred = data.preferredReadReplica();
        if (preferred >= 0 && preferred != source.nodeId() && source.nodeId() == cursor.leaderId) {
            if (!homes.prefer(cursor, preferred)) {
                // The leader has no records for us, and answers at once.
                backOff(cursor);
            }
        }
    }

    private static void publishWatermarks(Cursor cursor, PartitionData data) {
        Watermarks old = cursor.watermarks;
        if (old == null
                || old.highWatermark() != data.highWatermark()
                || old.lastStableOffset() != data.lastStableOffset()
                || old.logStartOffset() != data.logStartOffset()) {
            cursor.watermarks = new Watermarks(data.highWatermark(), data.lastStableOffset(), data.logStartOffset());
        }
    }

    private void receivedRecords(Cursor cursor, PartitionData data, ByteBuf records) {
        long fetchOffset = cursor.fetchOffset;
        scan.scan(records, fetchOffset);
        boolean hasProgress = scan.nextOffset() > fetchOffset;
        if (hasProgress) {
            ByteBuf whole = records.retainedSlice(records.readerIndex(), scan.wholeBytes());
            owner.fetched(new Fetched.Chunk(
                    cursor,
                    cursor.generation,
                    scan.nextOffset(),
                    whole,
                    scan.recordCount(),
                    settings.isolation() == IsolationLevel.READ_COMMITTED
                            ? AbortedTransactions.of(data.abortedTransactions())
                            : AbortedTransactions.IGNORED));
            meter.fetched(cursor.partition, scan.wholeBytes());
            cursor.fetchOffset = scan.nextOffset();
            cursor.offsetEpoch = scan.leaderEpoch();
        }
        if (scan.failure() != null) {
            owner.tell(cursor, unreadable(cursor, scan.failure()));
        } else if (!hasProgress) {
            owner.tell(
                    cursor,
                    unreadable(
                            cursor,
                            new KafkaException("the broker sent " + records.readableBytes()
                                    + " bytes, and no whole batch at or behind the offset asked for")));
        }
        owner.roomIsUnknown(cursor);
    }

    private static KafkaException unreadable(Cursor cursor, RuntimeException cause) {
        return new KafkaException(
                "Cannot read partition " + cursor.partition + " at offset " + cursor.fetchOffset + ": "
                        + cause.getMessage() + ". Seek past the record to continue.",
                cause);
    }

    private void partitionFailed(
            BrokerSource source, Cursor cursor, Errors error, PartitionData data, Map<Integer, Node> endpoints) {
        FetchError reaction = FetchError.of(error, cursor.partition, cursor.fetchOffset);
        log.debug("fetching {} from broker {} failed: {}", cursor, source.nodeId(), error);
        boolean fromFollower = source.nodeId() != cursor.leaderId;
        if (fromFollower) {
            cursor.preferredReplica = Cursor.NO_NODE;
        }
        if (reaction instanceof FetchError.OutOfRange) {
            if (fromFollower) {
                homes.moveHome(cursor);
            } else {
                outOfRange(cursor);
            }
        } else if (reaction instanceof FetchError.Tell tell) {
            owner.tell(cursor, tell.failure());
        } else {
            backOff(cursor);
            if (reaction instanceof FetchError.RetryWithMetadata) {
                loop.requestMetadata();
                int leader = data.currentLeader().leaderId();
                if (leader >= 0) {
                    loop.leaderHint(
                            cursor.partition.topic(),
                            cursor.partition.partition(),
                            leader,
                            data.currentLeader().leaderEpoch(),
                            endpoints.get(leader));
                }
            }
            if (fromFollower) {
                homes.moveHome(cursor);
            }
        }
    }

    private void outOfRange(Cursor cursor) {
        if (settings.reset().refuses()) {
            owner.tell(cursor, new OffsetOutOfRangeException(Map.of(cursor.partition, cursor.fetchOffset)));
        } else {
            log.info(
                    "offset {} of partition {} is out of range; resetting to {}",
                    cursor.fetchOffset,
                    cursor.partition,
                    settings.reset());
            positions.lookUp(List.of(cursor), settings.reset());
        }
    }

    private void backOff(Cursor cursor) {
        cursor.backingOff = true;
        owner.changed(cursor);
        long delayMs = settings.backoff().delayMs(cursor.failures++);
        int generation = cursor.generation;
        int failures = cursor.failures;
        loop.schedule(delayMs, () -> {
            // Not after another failure: a new leader may have ended this delay, and failed too, which has one of its
            // own.
            boolean isTheLast = cursor.generation == generation && cursor.failures == failures;
            if (cursor.phase != Cursor.Phase.CLOSED && isTheLast && cursor.backingOff) {
                cursor.backingOff = false;
                owner.changed(cursor);
                owner.endEvent();
            }
        });
    }

    /** The broker could not be asked. */
    void failed(BrokerSource source, List<Cursor> concerned, RuntimeException failure) {
        if (failure instanceof RetriableException) {
            loop.requestMetadata();
            for (Cursor cursor : concerned) {
                if (cursor.preferredReplica == source.nodeId()) {
                    cursor.preferredReplica = Cursor.NO_NODE;
                    homes.moveHome(cursor);
                }
            }
            return;
        }
        for (Cursor cursor : concerned) {
            if (cursor.phase == Cursor.Phase.FETCHING) {
                owner.tell(cursor, failure);
            }
        }
    }
}
