package io.headrace.clients.internals.calls;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Which topics metadata is needed for, and by how many. Owner: the client's loop. */
public final class TopicInterest {

    private final ClientLoop loop;
    private final Map<String, Integer> counts = new HashMap<>();

    public TopicInterest(ClientLoop loop) {
        this.loop = loop;
    }

    /** Somebody needs these topics; each {@code add} is undone by one {@link #remove} of the same topics. */
    public void add(Collection<String> topics) {
        boolean isNew = false;
        for (String topic : topics) {
            isNew |= counts.merge(topic, 1, Integer::sum) == 1;
        }
        if (isNew) {
            publish();
        }
    }

    /** Somebody does not need these topics any more. */
    public void remove(Collection<String> topics) {
        boolean isGone = false;
        for (String topic : topics) {
            isGone |= counts.computeIfPresent(topic, (name, count) -> count == 1 ? null : count - 1) == null;
        }
        if (isGone) {
            publish();
        }
    }

    private void publish() {
        loop.wantTopics(counts.keySet());
    }
}
