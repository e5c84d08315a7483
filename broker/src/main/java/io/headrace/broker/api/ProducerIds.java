package io.headrace.broker.api;

import io.headrace.metadata.control.ClusterController;
import io.headrace.metadata.plan.AllocateProducerIds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Hands out producer ids, each once in the life of the cluster. They come in blocks from the cluster's metadata; what is
 * left of a block when the broker ends is lost.
 *
 * <p>Thread safe: its fields are guarded by its monitor, and no stage is completed under it.
 */
public final class ProducerIds {

    private final ClusterController controller;
    private final int brokerId;

    private final ArrayDeque<CompletableFuture<Long>> waiting = new ArrayDeque<>();
    private long next;
    private long end;
    private boolean asking;

    /** No block yet. The broker has to be registered before the first id is asked for. */
    public ProducerIds(ClusterController controller, int brokerId) {
        this.controller = controller;
        this.brokerId = brokerId;
    }

    /** An id that nobody had; fails when the metadata cannot be changed. */
    public CompletionStage<Long> next() {
        CompletableFuture<Long> id = new CompletableFuture<>();
        synchronized (this) {
            if (next < end) {
                id.complete(next++);
                return id;
            }
            waiting.addLast(id);
            if (asking) {
                return id;
            }
            asking = true;
        }
        ask();
        return id;
    }

    private void ask() {
        long brokerEpoch = controller.image().broker(brokerId).epoch();
        controller.submit(AllocateProducerIds.of(brokerId, brokerEpoch)).whenComplete(this::answered);
    }

    private void answered(AllocateProducerIds.Block block, Throwable failure) {
        List<CompletableFuture<Long>> served = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        boolean more;
        synchronized (this) {
            if (failure == null) {
                next = block.first();
                end = block.first() + block.size();
            }
            while (!waiting.isEmpty() && (failure != null || next < end)) {
                served.add(waiting.pollFirst());
                ids.add(failure == null ? next++ : -1);
            }
            more = !waiting.isEmpty();
            asking = more;
        }
        for (int i = 0; i < served.size(); i++) {
            if (failure == null) {
                served.get(i).complete(ids.get(i));
            } else {
                served.get(i).completeExceptionally(failure);
            }
        }
        if (more) {
            ask();
        }
    }
}
