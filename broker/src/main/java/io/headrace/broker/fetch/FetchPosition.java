package io.headrace.broker.fetch;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.replica.DataSignal;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;

/**
 * Where a reader stands in one partition, and what it was told of it last.
 *
 * <p>Owner: the loop of the reader's connection.
 */
public final class FetchPosition extends DataSignal.Reader {

    private static final long NEVER_TOLD = -1;

    private final FetchSet owner;
    private final FetchKey key;

    private Wanted wanted;

    /** Made when the reader turns out to be one of committed records. */
    private WatermarkReader watermark;

    private Partition partition;
    private DataSignal listensTo;

    /** Also listened to, when more is told than is read: the high watermark moves while transactions are open. */
    private DataSignal listensSilentlyTo;

    private Errors missing = Errors.NONE;
    private long toldHighWatermark = NEVER_TOLD;
    private long toldLogStartOffset = NEVER_TOLD;

    FetchPosition(Loop loop, FetchSet owner, FetchKey key) {
        super(loop);
        this.owner = owner;
        this.key = key;
    }

    /** Hears of what is worth telling, but not worth an answer of its own. */
    private final class WatermarkReader extends DataSignal.Reader {
        WatermarkReader(Loop loop) {
            super(loop);
        }

        @Override
        protected void onData() {
            owner.hasSomethingToTell(FetchPosition.this);
        }
    }

    /** Topic and partition number, as the reader names them. */
    public FetchKey key() {
        return key;
    }

    /** What the reader wants of this partition. Immutable, unlike the position. */
    Wanted wanted() {
        return wanted;
    }

    /** What the reader wants from now on. */
    void want(Wanted next) {
        wanted = next;
    }

    /** The partition, found anew when it was not there or is gone; null when there is none: {@link #missing()} says why. */
    Partition resolve(PartitionTable table) {
        if (partition != null && !partition.isDeleted()) {
            return partition;
        }
        leave();
        partition = null;
        LocalTopic topic = key.findIn(table);
        if (topic == null) {
            missing = key.topicId() == null ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.UNKNOWN_TOPIC_ID;
            return null;
        }
        partition = topic.partition(key.partition());
        if (partition == null) {
            missing = topic.errorFor(key.partition());
        }
        return partition;
    }

    Errors missing() {
        return missing;
    }

    /** Whether what is to be told differs from what was told. */
    boolean isNews(long highWatermark, long logStartOffset) {
        return highWatermark != toldHighWatermark || logStartOffset != toldLogStartOffset;
    }

    void told(long highWatermark, long logStartOffset) {
        toldHighWatermark = highWatermark;
        toldLogStartOffset = logStartOffset;
    }

    void toldError() {
        toldHighWatermark = NEVER_TOLD;
    }

    /**
     * Wants to hear of changes of a partition; false when it stands in another one by now.
     *
     * @param stable whether only records of decided transactions count
     */
    boolean enlist(Partition in, boolean stable) {
        if (in != partition) {
            return false;
        }
        DataSignal signal = stable ? in.stableSignal() : in.signal();
        if (listensTo != signal) {
            leave();
            listensTo = signal;
        }
        signal.enlist(this);
        if (stable) {
            if (watermark == null) {
                watermark = new WatermarkReader(owner.loop());
            }
            listensSilentlyTo = in.signal();
            listensSilentlyTo.enlist(watermark);
        }
        return true;
    }

    void leave() {
        if (listensTo != null) {
            listensTo.leave(this);
            listensTo = null;
        }
        if (listensSilentlyTo != null) {
            listensSilentlyTo.leave(watermark);
            listensSilentlyTo = null;
        }
    }

    @Override
    protected void onData() {
        owner.hasNews(this);
    }

    /**
     * What a reader wants of one partition.
     *
     * @param key which
     * @param fetchOffset the first offset wanted
     * @param maxBytes how many bytes there may be of it
     * @param currentLeaderEpoch the leader epoch that the reader knows, -1 when it does not say
     * @param lastFetchedEpoch the epoch of what it read last, -1 when it does not say
     */
    public record Wanted(FetchKey key, long fetchOffset, int maxBytes, int currentLeaderEpoch, int lastFetchedEpoch) {}

    /**
     * A partition as readers name it: by the topic's name, or by its id.
     *
     * @param topic null when named by id
     * @param topicId null when named by name
     */
    public record FetchKey(String topic, Uuid topicId, int partition) {

        LocalTopic findIn(PartitionTable table) {
            return topicId == null ? table.topic(topic) : table.topic(topicId);
        }
    }
}
