package io.headrace.clients.consumer.internals.fetch;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a broker remembers of this consumer's fetches (KIP-227): the first request lists all partitions, further ones only
 * what changed, and partitions that are not mentioned are fetched as before.
 *
 * <pre>
 *   full (id 0 or the old one, epoch 0) --answer names an id--> incremental (id, epoch 1, 2, ...)
 *   full <--error, lost connection, answer without an id-- incremental
 * </pre>
 *
 * <p>Pure: no clock, no I/O. Owner: the {@link BrokerSource} of that broker. One request at a time: {@link #next}, then
 * {@link #answered} or {@link #failed}.
 */
final class FetchSession {

    /** A partition as it is to be fetched. */
    record Want(TopicPartition partition, Uuid topicId, long fetchOffset, int leaderEpoch) {}

    /** A partition that is not to be fetched any more. */
    record Forgotten(TopicPartition partition, Uuid topicId) {}

    /** What to send. */
    record Request(int sessionId, int epoch, List<Want> wants, List<Forgotten> forgotten) {

        boolean isFull() {
            return epoch == INITIAL_EPOCH || epoch == FINAL_EPOCH;
        }
    }

    static final int NO_SESSION = 0;
    static final int INITIAL_EPOCH = 0;
    static final int FINAL_EPOCH = -1;

    private final Map<TopicPartition, Want> inSession = new LinkedHashMap<>();
    private final Map<Uuid, String> names = new HashMap<>();
    private int id = NO_SESSION;
    private int nextEpoch = INITIAL_EPOCH;
    private boolean usesIds;

    /** Whether the next request has to list all partitions. */
    boolean isFull() {
        return nextEpoch == INITIAL_EPOCH;
    }

    /** Whether the broker keeps a session. */
    boolean isEstablished() {
        return id != NO_SESSION && nextEpoch != INITIAL_EPOCH;
    }

    /**
     * The next request.
     *
     * @param ids whether the request names topics by id; a change of that starts over
     * @param changed wants that are new or changed; all wants when {@link #isFull()}
     * @param unwanted partitions that are not wanted now, whether the session has them or not
     */
    Request next(boolean ids, Collection<Want> changed, Collection<TopicPartition> unwanted) {
        usesIds = ids;
        if (isFull()) {
            inSession.clear();
            names.clear();
            changed.forEach(this::put);
            return new Request(id, INITIAL_EPOCH, List.copyOf(changed), List.of());
        }
        List<Want> send = new ArrayList<>();
        List<Forgotten> forget = new ArrayList<>();
        for (TopicPartition partition : unwanted) {
            Want old = inSession.remove(partition);
            if (old != null) {
                forget.add(new Forgotten(partition, old.topicId()));
            }
        }
        for (Want want : changed) {
            Want old = inSession.get(want.partition());
            if (want.equals(old)) {
                continue;
            }
            if (old != null && !old.topicId().equals(want.topicId())) {
                // The topic was deleted and made again: to the broker that is another partition.
                forget.add(new Forgotten(want.partition(), old.topicId()));
            }
            put(want);
            send.add(want);
        }
        return new Request(id, nextEpoch, send, forget);
    }

    private void put(Want want) {
        inSession.put(want.partition(), want);
        names.put(want.topicId(), want.partition().topic());
    }

    /** Whether naming topics by id, or not, fits what the session has; if not, {@link #startOver()} first. */
    boolean fits(boolean ids) {
        return isFull() || usesIds == ids;
    }

    /** The broker answered the last request without an error of the session. */
    void answered(int sessionId) {
        if (sessionId == NO_SESSION) {
            id = NO_SESSION;
            nextEpoch = INITIAL_EPOCH;
        } else {
            id = sessionId;
            nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
        }
    }

    /** The broker refused the last request. */
    void failed(Errors error) {
        if (error == Errors.FETCH_SESSION_ID_NOT_FOUND) {
            id = NO_SESSION;
        }
        startOver();
    }

    /** The next request lists all partitions; a session that the broker may still have is replaced by it. */
    void startOver() {
        nextEpoch = INITIAL_EPOCH;
    }

    /** The request that ends the session. */
    Request last() {
        return new Request(id, FINAL_EPOCH, List.of(), List.of());
    }

    /** What the broker was last told about a partition; null when the session does not have it. */
    Want get(TopicPartition partition) {
        return inSession.get(partition);
    }

    /** The name of a topic that an answer names by id; null when it was not asked for. */
    String topicName(Uuid id) {
        return names.get(id);
    }

    /** The number of partitions in the session. */
    int size() {
        return inSession.size();
    }
}
