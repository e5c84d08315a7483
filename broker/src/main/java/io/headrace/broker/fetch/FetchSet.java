package io.headrace.broker.fetch;

import io.headrace.broker.fetch.FetchPosition.FetchKey;
import io.headrace.broker.fetch.FetchPosition.Wanted;
import io.headrace.broker.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The partitions that a reader reads. Those that may have something for it are in the ready list, in the order in which
 * they are served; the others have enlisted with their partitions, and come back when something happens there. So a fetch
 * costs what there is to tell, and not what is subscribed to.
 *
 * <p>Owner: the loop of the reader's connection.
 */
final class FetchSet {

    private final Loop loop;
    private final Map<FetchKey, FetchPosition> positions = new LinkedHashMap<>();
    private final Set<FetchPosition> ready = new LinkedHashSet<>();

    /** Told of news; a waiting fetch, or nobody. */
    private Runnable onNews = () -> {};

    FetchSet(Loop loop) {
        this.loop = loop;
    }

    Loop loop() {
        return loop;
    }

    /** Adds a partition, or changes what is wanted of it; it is looked at in the next fetch. */
    void want(Wanted wanted) {
        FetchPosition position = positions.computeIfAbsent(wanted.key(), k -> new FetchPosition(loop, this, k));
        position.want(wanted);
        ready.add(position);
    }

    /** Takes a partition out. */
    void forget(FetchKey key) {
        FetchPosition position = positions.remove(key);
        if (position != null) {
            ready.remove(position);
            position.leave();
        }
    }

    /** Takes all out. */
    void clear() {
        positions.values().forEach(FetchPosition::leave);
        positions.clear();
        ready.clear();
    }

    boolean contains(FetchPosition position) {
        return positions.get(position.key()) == position;
    }

    int size() {
        return positions.size();
    }

    /** Those that may have something to tell, as a copy. */
    List<FetchPosition> ready() {
        return new ArrayList<>(ready);
    }

    /** All, as a copy. */
    List<FetchPosition> all() {
        return new ArrayList<>(positions.values());
    }

    /** It has nothing more to tell until it is told of news. */
    void isQuiet(FetchPosition position) {
        ready.remove(position);
    }

    /** It was served: the others come first next time. */
    void moveToEnd(FetchPosition position) {
        ready.remove(position);
        ready.add(position);
    }

    /** Something happened to its partition. */
    void hasNews(FetchPosition position) {
        if (contains(position)) {
            ready.add(position);
            onNews.run();
        }
    }

    /** The next answer has something to tell of it, which is no reason to answer now. */
    void hasSomethingToTell(FetchPosition position) {
        if (contains(position)) {
            ready.add(position);
        }
    }

    void onNews(Runnable listener) {
        onNews = listener;
    }

    /** Ends what {@link #onNews} began, unless another fetch listens meanwhile. */
    void ignoreNews(Runnable listener) {
        if (onNews == listener) {
            onNews = () -> {};
        }
    }
}
