package io.headrace.clients.internals;

import io.headrace.protocol.ApiMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts each call on the link it is for: that to the broker it names, to the controller, or to whichever broker has least to
 * do. Calls for the controller wait here while nobody knows it. When all brokers are lost it turns to the bootstrap servers,
 * if {@code metadata.recovery.strategy} allows.
 *
 * <p>Owner: the client's loop.
 */
final class CallRouter {

    private static final Logger log = LoggerFactory.getLogger(ClientCore.class);

    private final ClientSettings settings;
    private final BrokerLinks links;
    private final PublishedCluster published;
    private final Executor loop;
    private final LoopTimers timers;
    private final Runnable requestUpdate;

    /** Calls for the controller while nobody knows it. */
    private final List<AwaitingController> awaitingController = new ArrayList<>();

    private record AwaitingController(Call call, long deadlineNs, ResponseHandler<? super ApiMessage> handler) {}

    /**
     * @param published says who the controller is
     * @param loop runs what has to come later in its turn
     * @param requestUpdate asks for metadata, since what is known is of no use for a call
     */
    CallRouter(
            ClientSettings settings,
            BrokerLinks links,
            PublishedCluster published,
            Executor loop,
            LoopTimers timers,
            Runnable requestUpdate) {
        this.settings = settings;
        this.links = links;
        this.published = published;
        this.loop = loop;
        this.timers = timers;
        this.requestUpdate = requestUpdate;
    }

    /**
     * Sends a call.
     *
     * @param deadlineNs on {@link System#nanoTime()}'s scale; the answer must be here by then
     */
    void send(Target target, Call call, long deadlineNs, ResponseHandler<? super ApiMessage> handler) {
        if (target instanceof Target.ById byId) {
            sendTo(links.byId(byId.id()), byId.id(), call, deadlineNs, handler);
        } else if (target instanceof Target.Coordinator coordinator) {
            sendTo(links.coordinator(coordinator.id()), coordinator.id(), call, deadlineNs, handler);
        } else if (target instanceof Target.Controller) {
            sendToController(new AwaitingController(call, deadlineNs, handler));
        } else {
            askOthersIfAllHaveFailed();
            links.leastLoaded().send(call, deadlineNs, handler);
        }
    }

    private void sendTo(
            BrokerLink link, int nodeId, Call call, long deadlineNs, ResponseHandler<? super ApiMessage> handler) {
        if (link == null) {
            requestUpdate.run();
            loop.execute(() -> handler.onFailure(new NotConnectedException("broker " + nodeId + " is not known")));
            return;
        }
        link.send(call, deadlineNs, handler);
    }

    private void sendToController(AwaitingController waiting) {
        int id = published.view().controllerId();
        BrokerLink link = id < 0 ? null : links.byId(id);
        if (link != null) {
            link.send(waiting.call(), waiting.deadlineNs(), waiting.handler());
            return;
        }
        awaitingController.add(waiting);
        requestUpdate.run();
        long delayMs = TimeUnit.NANOSECONDS.toMillis(waiting.deadlineNs() - System.nanoTime()) + 1;
        timers.schedule(delayMs, () -> {
            if (awaitingController.remove(waiting)) {
                waiting.handler()
                        .onFailure(new NotSentInTimeException(waiting.call().key()
                                + " could not be sent: no controller is known" + published.describeUpdateFailure()));
            }
        });
    }

    /** Fails the calls that wait for a controller. */
    void failAwaitingController(RuntimeException why) {
        List<AwaitingController> failed = List.copyOf(awaitingController);
        awaitingController.clear();
        failed.forEach(waiting -> waiting.handler().onFailure(why));
    }

    /** There is a new view: sends the calls that wait for a controller, if it names one. */
    void sendToKnownController() {
        if (published.view().controllerId() >= 0 && !awaitingController.isEmpty()) {
            List<AwaitingController> ready = List.copyOf(awaitingController);
            awaitingController.clear();
            ready.forEach(this::sendToController);
        }
    }

    private void askOthersIfAllHaveFailed() {
        if (settings.rebootstraps() && links.haveAllFailed()) {
            if (!links.isBootstrapping()) {
                log.info(
                        "starting again from {}: none of the known nodes is available",
                        settings.endpoints().key());
            }
            links.askOthers();
        }
    }

    /** Starts again from the bootstrap servers, if that is allowed: the known brokers are of no use any more. */
    void rebootstrap(String why) {
        if (settings.rebootstraps()) {
            log.info("starting again from {}: {}", settings.endpoints().key(), why);
            links.rebootstrap(why);
        }
    }
}
