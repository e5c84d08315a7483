package io.headrace.broker.fetch;

import io.headrace.broker.fetch.FetchPosition.FetchKey;
import io.headrace.broker.fetch.FetchPosition.Wanted;
import io.headrace.common.protocol.Errors;
import java.util.List;

/**
 * Which partitions a fetch request is about: finds or makes its session and brings it up to date.
 *
 * <pre>
 *   session id  epoch   meaning
 *   0           -1      no session
 *   0            0      a new session
 *   n            0      a new session in place of n
 *   n           -1      no session, and n ends
 *   n            e      the next fetch of session n
 * </pre>
 *
 * <p>Owner: the loop of the connection.
 */
public final class FetchSubscription {

    private static final int NO_SESSION = 0;
    private static final int FINAL_EPOCH = -1;
    private static final int INITIAL_EPOCH = 0;

    /**
     * What became of the request's session part.
     *
     * @param error when there is one, the fetch is refused
     * @param scope null with an error
     */
    public record Resolved(Errors error, FetchScope scope) {}

    private final FetchSessions sessions;

    /** Subscriptions among the sessions of one loop. */
    public FetchSubscription(FetchSessions sessions) {
        this.sessions = sessions;
    }

    /** Finds out what a request is about. */
    public Resolved resolve(
            int sessionId, int epoch, boolean byTopicId, List<Wanted> wanted, List<FetchKey> forgotten, long nowMs) {
        if (epoch == FINAL_EPOCH || epoch == INITIAL_EPOCH) {
            FetchSession replaced = sessionId == NO_SESSION ? null : sessions.find(sessionId);
            if (replaced != null) {
                sessions.close(replaced);
            }
            FetchSet set = setOf(wanted);
            FetchSession opened =
                    epoch == INITIAL_EPOCH && set.size() > 0 ? sessions.open(set, byTopicId, nowMs) : null;
            return resolved(opened == null ? FetchScope.sessionless(set) : FetchScope.opening(opened));
        }
        FetchSession session = sessions.find(sessionId);
        if (session == null) {
            return refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        if (session.isByTopicId() != byTopicId) {
            return refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        if (!session.accept(epoch, nowMs)) {
            return refused(Errors.INVALID_FETCH_SESSION_EPOCH);
        }
        session.endWaiting();
        put(wanted, session.set());
        forgotten.forEach(session.set()::forget);
        if (session.set().size() == 0) {
            sessions.close(session);
            return resolved(FetchScope.sessionless(setOf(List.of())));
        }
        return resolved(FetchScope.incremental(session));
    }

    private FetchSet setOf(List<Wanted> wanted) {
        FetchSet set = new FetchSet(sessions.loop());
        put(wanted, set);
        return set;
    }

    private static void put(List<Wanted> wanted, FetchSet set) {
        wanted.forEach(set::want);
    }

    private static Resolved resolved(FetchScope scope) {
        return new Resolved(Errors.NONE, scope);
    }

    private static Resolved refused(Errors error) {
        return new Resolved(error, null);
    }
}
