package io.headrace.clients.producer.internals;

import io.headrace.clients.internals.ClientCore;
import java.util.ArrayList;
import java.util.List;

/**
 * Leaves topics out of the metadata that nothing was sent to for {@code metadata.max.idle.ms}, so that a producer that has
 * seen many topics does not go on asking for all of them.
 *
 * <p>Owner: the client's loop.
 */
final class IdleTopics {

    private final ClientCore core;
    private final Buffers buffers;
    private final long maxIdleMs;

    IdleTopics(ClientCore core, Buffers buffers, long maxIdleMs) {
        this.core = core;
        this.buffers = buffers;
        this.maxIdleMs = maxIdleMs;
    }

    void start() {
        core.execute(this::lookAgainLater);
    }

    private void lookAgainLater() {
        core.schedule(maxIdleMs, () -> {
            List<String> used = new ArrayList<>();
            for (TopicBuffers topic : buffers.topics()) {
                if (topic.takeUsed() || buffers.hasPending(topic.topic())) {
                    used.add(topic.topic());
                }
            }
            core.metadata().retain(used);
            lookAgainLater();
        });
    }
}
