package io.headrace.broker.fetch;

import io.headrace.broker.loop.Loop;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The fetch sessions of one loop, with a limited number of places ({@code max.incremental.fetch.session.cache.slots},
 * divided among the loops). When all are taken, the session that was unused for longest makes room, if it was for two
 * minutes; otherwise the reader goes without.
 *
 * <p>A session is found only on the loop it was made on. A reader that comes back on a connection of another loop is told
 * that its session is gone, and makes a new one.
 *
 * <p>Owner: the loop.
 */
public final class FetchSessions {

    static final long MIN_EVICTION_MS = 120_000;

    private final Loop loop;
    private final int places;

    /** Least recently used first. */
    private final Map<Integer, FetchSession> sessions = new LinkedHashMap<>(16, 0.75f, true);

    /** No sessions yet, of at most {@code places}. */
    public FetchSessions(Loop loop, int places) {
        this.loop = loop;
        this.places = places;
    }

    /** The session of that number, or null. */
    public FetchSession find(int id) {
        return sessions.get(id);
    }

    /** A new session for {@code set}, or null when there is no place. */
    FetchSession open(FetchSet set, boolean byTopicId, long nowMs) {
        if (sessions.size() >= places && !evictOldest(nowMs)) {
            return null;
        }
        int id;
        do {
            id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
        } while (sessions.containsKey(id));
        FetchSession session = new FetchSession(id, byTopicId, set, nowMs);
        sessions.put(id, session);
        return session;
    }

    /** Ends a session; a fetch that waits in it is answered first. */
    void close(FetchSession session) {
        if (sessions.remove(session.id(), session)) {
            session.endWaiting();
            session.set().clear();
        }
    }

    /** How many there are. */
    public int size() {
        return sessions.size();
    }

    Loop loop() {
        return loop;
    }

    private boolean evictOldest(long nowMs) {
        Iterator<FetchSession> oldest = sessions.values().iterator();
        if (!oldest.hasNext()) {
            return false;
        }
        FetchSession candidate = oldest.next();
        if (nowMs - candidate.lastUsedMs() < MIN_EVICTION_MS) {
            return false;
        }
        close(candidate);
        return true;
    }
}
