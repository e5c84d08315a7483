package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClientCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Lets go of topics that nothing was sent to for {@code metadata.max.idle.ms}: a producer that has seen many topics does not
 * go on asking for all of them, and keeps nothing for those that were deleted.
 *
 * <p>Owner: the client's loop.
 */
final class IdleTopics {

    private final ClientCore core;
    private final Buffers buffers;
    private final SendLoop loop;
    private final long maxIdleMs;

    IdleTopics(ClientCore core, Buffers buffers, SendLoop loop, long maxIdleMs) {
        this.core = core;
        this.buffers = buffers;
        this.loop = loop;
        this.maxIdleMs = maxIdleMs;
    }

    void start() {
        core.execute(this::lookAgainLater);
    }

    private void lookAgainLater() {
        core.schedule(maxIdleMs, () -> {
            letGo();
            lookAgainLater();
        });
    }

    private void letGo() {
        Set<String> pending = buffers.topicsWithPending();
        List<String> used = new ArrayList<>();
        List<TopicBuffers> idle = new ArrayList<>();
        for (TopicBuffers topic : buffers.topics()) {
            if (topic.takeUsed() || pending.contains(topic.topic())) {
                used.add(topic.topic());
            } else {
                idle.add(topic);
            }
        }
        core.metadata().retain(used);
        loop.retire(idle);
    }
}
