package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.Node;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.transport.ClientConnection;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * No socket is opened: a link to a literal address connects for ever, so what was put on it is still there to be counted,
 * and one to a host name fails at once.
 */
class CallRouterTest {

    private static final String CONNECTS = "10.0.0.1";
    private static final String FAILS = "gone.invalid";

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final LoopTimers timers = new LoopTimers(loop.eventLoop());
    private final PublishedCluster published = new PublishedCluster(new AuthenticationFailures());
    private final List<RuntimeException> failures = new ArrayList<>();
    private int updates;
    private BrokerLinks links;
    private CallRouter router;

    private void start(String recovery) {
        loop.freezeTime();
        ClientSettings settings = ClientSettings.from(
                Map.of("bootstrap.servers", List.of(CONNECTS + ":9092"), "metadata.recovery.strategy", recovery), "me");
        links = new BrokerLinks(new Neighbours(settings), settings.bootstrapServers());
        router = new CallRouter(settings, links, published, loop.eventLoop(), timers, () -> updates++);
    }

    /** What links need, without a network. */
    private final class Neighbours implements BrokerLink.Owner {
        private final ClientSettings settings;
        private final HostResolver resolver = new HostResolver(loop.eventLoop(), "names", host -> null);

        Neighbours(ClientSettings settings) {
            this.settings = settings;
            resolver.close();
        }

        @Override
        public ClientSettings settings() {
            return settings;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public HostResolver resolver() {
            return resolver;
        }

        @Override
        public void execute(Runnable task) {
            loop.eventLoop().execute(task);
        }

        @Override
        public Scheduled schedule(long delayMs, Runnable task) {
            // Links have no time limits here, so what fails in time is what the router has kept.
            return () -> {};
        }

        @Override
        public ClientConnection connect(InetSocketAddress address, int timeoutMs, ClientConnection.Listener listener) {
            return null;
        }

        @Override
        public void linkLost(BrokerLink link, KafkaException cause) {}

        @Override
        public void linkReady(BrokerLink link) {}

        @Override
        public LinkMeter meter() {
            return LinkMeter.NONE;
        }
    }

    /** Metadata comes with these brokers, ids from 1 on. */
    private void publish(int controllerId, String... hosts) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (int id = 1; id <= hosts.length; id++) {
            nodes.put(id, new Node(id, hosts[id - 1], 9092));
        }
        ClusterView view = new ClusterView(1, "cluster", controllerId, nodes, Map.of(), Map.of());
        links.follow(view.nodes());
        published.publish(view);
        router.sendToKnownController();
    }

    private void send(Target target, long timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        router.send(target, Call.of(new HeartbeatRequest()), deadlineNs, new ResponseHandler<ApiMessage>() {
            @Override
            public void onResponse(ApiMessage response, int version, int nodeId) {
                throw new AssertionError("nobody answers here");
            }

            @Override
            public void onFailure(RuntimeException failure) {
                failures.add(failure);
            }
        });
    }

    private void advance(long ms) {
        loop.advanceTimeBy(ms, TimeUnit.MILLISECONDS);
        loop.runScheduledPendingTasks();
    }

    @Test
    void aCallGoesToTheBrokerItNamesAndToACoordinatorOnALinkOfItsOwn() {
        start("rebootstrap");
        publish(-1, CONNECTS, CONNECTS);
        send(Target.node(2), 30_000);
        assertEquals(0, links.byId(1).load());
        assertEquals(1, links.byId(2).load());
        send(Target.coordinator(2), 30_000);
        send(Target.coordinator(2), 30_000);
        assertEquals(1, links.byId(2).load());
        assertEquals(2, links.coordinator(2).load());
    }

    @Test
    void aBrokerThatIsNotKnownIsAskedAboutAndTheCallFailsLater() {
        start("rebootstrap");
        publish(-1, CONNECTS);
        send(Target.node(7), 30_000);
        send(Target.coordinator(8), 30_000);
        assertEquals(2, updates);
        assertEquals(List.of(), failures);
        loop.runPendingTasks();
        assertEquals("broker 7 is not known", failures.get(0).getMessage());
        assertEquals("broker 8 is not known", failures.get(1).getMessage());
        assertInstanceOf(NeverSent.class, failures.get(0));
    }

    @Test
    void callsForTheControllerWaitUntilOneIsKnown() {
        start("rebootstrap");
        send(Target.CONTROLLER, 30_000);
        send(Target.CONTROLLER, 30_000);
        assertEquals(2, updates);
        publish(-1, CONNECTS, CONNECTS);
        assertEquals(0, links.byId(2).load());
        publish(2, CONNECTS, CONNECTS);
        assertEquals(2, links.byId(2).load());
        send(Target.CONTROLLER, 30_000);
        assertEquals(3, links.byId(2).load());
        assertEquals(2, updates);
        advance(60_000);
        assertEquals(List.of(), failures);
    }

    @Test
    void aCallThatWaitsForAControllerFailsAtItsDeadlineAndSaysWhatElseWentWrong() {
        start("rebootstrap");
        published.updateFailed(new KafkaException("no broker answers"));
        send(Target.CONTROLLER, 60_000);
        send(Target.CONTROLLER, 600_000);
        advance(30_000);
        assertEquals(List.of(), failures);
        advance(31_000);
        assertEquals(1, failures.size());
        assertInstanceOf(NotSentInTimeException.class, failures.get(0));
        assertEquals(
                "HEARTBEAT could not be sent: no controller is known; metadata could not be updated: no broker answers",
                failures.get(0).getMessage());
        publish(1, CONNECTS);
        assertEquals(1, links.byId(1).load());
    }

    @Test
    void whatWaitsForAControllerFailsOnce() {
        start("rebootstrap");
        send(Target.CONTROLLER, 30_000);
        KafkaException cause = new KafkaException("the other kind of node");
        router.failAwaitingController(cause);
        assertSame(cause, failures.get(0));
        router.failAwaitingController(cause);
        publish(1, CONNECTS);
        advance(60_000);
        assertEquals(1, failures.size());
        assertEquals(0, links.byId(1).load());
    }

    @Test
    void whenAllBrokersHaveFailedTheBootstrapServersAreAsked() {
        start("rebootstrap");
        publish(-1, FAILS);
        send(Target.node(1), 30_000);
        send(Target.ANY, 30_000);
        assertEquals(1, links.byId(-1).load());
        assertEquals(0, links.byId(1).load());
    }

    @Test
    void aClientThatIsToKeepToItsBrokersDoes() {
        start("none");
        publish(-1, FAILS);
        send(Target.node(1), 30_000);
        send(Target.ANY, 30_000);
        assertEquals(0, links.byId(-1).load());
        assertEquals(1, links.byId(1).load());
        router.rebootstrap("nobody has answered");
        assertFalse(links.isBootstrapping());
    }

    @Test
    void whenTheKnownBrokersAreOfNoUseTheClientStartsAgain() {
        start("rebootstrap");
        publish(-1, CONNECTS);
        assertFalse(links.isBootstrapping());
        router.rebootstrap("nobody has answered");
        assertTrue(links.isBootstrapping());
        send(Target.ANY, 30_000);
        assertEquals(1, links.byId(-1).load());
    }
}
