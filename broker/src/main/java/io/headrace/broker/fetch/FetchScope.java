package io.headrace.broker.fetch;

import java.util.ArrayList;
import java.util.List;

/**
 * What a fetch reads and what it tells of that: everything it names, or, within a session, what changed.
 *
 * <p>Owner: the loop of the connection.
 */
public abstract class FetchScope {

    private final FetchSet set;

    private FetchScope(FetchSet set) {
        this.set = set;
    }

    final FetchSet set() {
        return set;
    }

    /** The number of the session that the answer names; 0 for none. */
    public abstract int sessionId();

    abstract void begin(Fetch fetch);

    /** The partitions that may have to be told of. */
    abstract List<FetchPosition> toLookAt();

    /** Ends a fetch: remembers what is told, and leaves out what need not be. */
    abstract List<PartitionAnswer> finished(Fetch fetch, List<PartitionAnswer> answers);

    abstract void abandoned(Fetch fetch);

    /** A fetch outside of any session. */
    static FetchScope sessionless(FetchSet set) {
        return new FetchScope(set) {
            @Override
            public int sessionId() {
                return 0;
            }

            @Override
            void begin(Fetch fetch) {}

            @Override
            List<FetchPosition> toLookAt() {
                return set.all();
            }

            @Override
            List<PartitionAnswer> finished(Fetch fetch, List<PartitionAnswer> answers) {
                set.clear();
                return answers;
            }

            @Override
            void abandoned(Fetch fetch) {
                set.clear();
            }
        };
    }

    /** The first fetch of a session: tells of everything. */
    static FetchScope opening(FetchSession session) {
        return new InSession(session) {
            @Override
            List<FetchPosition> toLookAt() {
                return session.set().all();
            }

            @Override
            boolean isToBeTold(PartitionAnswer answer) {
                return true;
            }
        };
    }

    /** A later fetch of a session: tells of what changed. */
    static FetchScope incremental(FetchSession session) {
        return new InSession(session) {
            @Override
            List<FetchPosition> toLookAt() {
                return session.set().ready();
            }

            @Override
            boolean isToBeTold(PartitionAnswer answer) {
                return answer.isUrgent()
                        || answer.bytes() > 0
                        || answer.position().isNews(answer.highWatermark(), answer.logStartOffset());
            }
        };
    }

    private abstract static class InSession extends FetchScope {

        private final FetchSession session;

        InSession(FetchSession session) {
            super(session.set());
            this.session = session;
        }

        abstract boolean isToBeTold(PartitionAnswer answer);

        @Override
        public int sessionId() {
            return session.id();
        }

        @Override
        void begin(Fetch fetch) {
            session.endWaiting();
            session.waits(fetch);
        }

        @Override
        List<PartitionAnswer> finished(Fetch fetch, List<PartitionAnswer> answers) {
            session.waitsNoMore(fetch);
            List<PartitionAnswer> told = new ArrayList<>(answers.size());
            for (PartitionAnswer answer : answers) {
                if (!isToBeTold(answer)) {
                    continue;
                }
                told.add(answer);
                if (answer.isUrgent()) {
                    answer.position().toldError();
                } else {
                    answer.position().told(answer.highWatermark(), answer.logStartOffset());
                }
                if (answer.bytes() > 0) {
                    set().moveToEnd(answer.position());
                }
            }
            return told;
        }

        @Override
        void abandoned(Fetch fetch) {
            session.waitsNoMore(fetch);
        }
    }
}
