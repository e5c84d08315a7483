package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How connections are found, timed out, closed when idle, and made again; and where a client looks when all are lost. */
class ReconnectTest {

    private static final String HOST = "cluster.test";

    private final FakeCluster cluster = new FakeCluster(2);
    private final List<ClientCore> cores = new ArrayList<>();
    private final List<AutoCloseable> others = new ArrayList<>();

    /** What the resolver says of {@link #HOST}; how often it was asked. */
    private volatile List<String> addresses = List.of();

    private final AtomicInteger lookups = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        cores.forEach(core -> core.close(Duration.ofSeconds(30)));
        cluster.close();
        for (AutoCloseable other : others) {
            other.close();
        }
    }

    private ClientCore start(String bootstrapServer, Object... overrides) {
        Map<String, Object> values = new HashMap<>();
        values.put("bootstrap.servers", List.of(bootstrapServer));
        values.put("retry.backoff.ms", 10);
        values.put("retry.backoff.max.ms", 50);
        values.put("reconnect.backoff.ms", 10);
        values.put("reconnect.backoff.max.ms", 50);
        for (int i = 0; i < overrides.length; i += 2) {
            values.put((String) overrides[i], overrides[i + 1]);
        }
        ClientCore core =
                ClientCore.start(ClientSettings.from(values, "me"), "reconnecting", LinkMeter.NONE, this::addressesOf);
        cores.add(core);
        return core;
    }

    private InetAddress[] addressesOf(String host) throws UnknownHostException {
        if (!host.equals(HOST)) {
            return InetAddress.getAllByName(host);
        }
        lookups.incrementAndGet();
        List<InetAddress> found = new ArrayList<>();
        for (String address : addresses) {
            found.add(InetAddress.getByAddress(
                    HOST, InetAddress.getByName(address).getAddress()));
        }
        return found.toArray(InetAddress[]::new);
    }

    private static CompletableFuture<Integer> send(ClientCore core, Target target, long timeoutMs) {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        Call call = Call.of(new InitProducerIdRequest());
        core.execute(() -> core.send(target, call, timeoutMs, new ResponseHandler<InitProducerIdResponse>() {
            @Override
            public void onResponse(InitProducerIdResponse response, int version, int nodeId) {
                outcome.complete(nodeId);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                outcome.completeExceptionally(failure);
            }
        }));
        return outcome;
    }

    private static Throwable failureOf(CompletableFuture<?> outcome) {
        return assertThrows(ExecutionException.class, () -> outcome.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    private static long msSince(long startNs) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private static void know(ClientCore core) {
        assertNotNull(core.awaitCluster(view -> view.version() > 0, Duration.ofSeconds(30)));
    }

    // ---- addresses ----

    @Test
    void allAddressesOfAHostAreTried() throws Exception {
        addresses = List.of("127.0.0.2", "127.0.0.3", "127.0.0.1");
        ClientCore core = start(HOST + ":" + cluster.port(0));
        assertEquals(-1, send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS));
    }

    @Test
    void aHostIsLookedUpForEachAttempt() throws Exception {
        addresses = List.of("127.0.0.2");
        ClientCore core = start(HOST + ":" + cluster.port(0));
        assertInstanceOf(NotConnectedException.class, failureOf(send(core, Target.ANY, 30_000)));
        addresses = List.of("127.0.0.1");
        assertEquals(-1, send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS));
        // Once by whoever starts the client, to refuse a list of which nothing is known.
        assertEquals(3, lookups.get());
    }

    /** Takes connections up to the kernel's limit and no more, so that the next one is not even refused. */
    private void makeUnresponsive(String address, int port) throws IOException {
        InetAddress where = InetAddress.getByName(address);
        ServerSocket full = new ServerSocket(port, 1, where);
        others.add(full);
        for (int i = 0; i < 3; i++) {
            Socket filler = new Socket();
            others.add(filler);
            try {
                filler.connect(new java.net.InetSocketAddress(where, port), 200);
            } catch (java.net.SocketTimeoutException e) {
                return;
            }
        }
        throw new IllegalStateException("the kernel takes more connections than expected");
    }

    @Test
    void anAddressThatDoesNotAnswerCostsTheSetupTimeoutAndNoMore() throws Exception {
        makeUnresponsive("127.0.0.2", cluster.port(0));
        addresses = List.of("127.0.0.2", "127.0.0.1");
        ClientCore core = start(HOST + ":" + cluster.port(0), "socket.connection.setup.timeout.ms", 100);
        long startNs = System.nanoTime();
        assertEquals(-1, send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS));
        assertTrue(msSince(startNs) >= 80, "" + msSince(startNs));
        // The default is 10 s.
        assertTrue(msSince(startNs) < 8_000, "" + msSince(startNs));
    }

    @Test
    void theSetupTimeoutGrowsUpToItsMaximum() throws Exception {
        makeUnresponsive("127.0.0.2", cluster.port(0));
        addresses = List.of("127.0.0.2");
        ClientCore core = start(
                HOST + ":" + cluster.port(0),
                "socket.connection.setup.timeout.ms",
                100,
                "socket.connection.setup.timeout.max.ms",
                400);
        List<Long> tookMs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            long startNs = System.nanoTime();
            Throwable failure = failureOf(send(core, Target.ANY, 30_000));
            tookMs.add(msSince(startNs));
            assertTrue(failure.getMessage().contains("timed out"), failure.getMessage());
        }
        for (int i = 0; i < 4; i++) {
            long leastMs = new long[] {80, 160, 320, 320}[i];
            assertTrue(tookMs.get(i) >= leastMs, tookMs.toString());
        }
        // A fourth doubling would be 800 ms.
        assertTrue(tookMs.get(3) < 5_000, tookMs.toString());
    }

    // ---- pauses between attempts ----

    @Test
    void attemptsKeepADistanceThatGrows() throws Exception {
        List<Long> accepted = new ArrayList<>();
        try (ServerSocket slammed = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread door = new Thread(() -> {
                try {
                    while (true) {
                        Socket caller = slammed.accept();
                        synchronized (accepted) {
                            accepted.add(System.nanoTime());
                        }
                        caller.close();
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            door.start();
            ClientCore core = start(
                    "127.0.0.1:" + slammed.getLocalPort(),
                    "reconnect.backoff.ms",
                    100,
                    "reconnect.backoff.max.ms",
                    400);
            for (int i = 0; i < 5; i++) {
                assertInstanceOf(NotConnectedException.class, failureOf(send(core, Target.ANY, 30_000)));
            }
        }
        synchronized (accepted) {
            assertEquals(5, accepted.size());
            for (int i = 1; i < 5; i++) {
                long gapMs = TimeUnit.NANOSECONDS.toMillis(accepted.get(i) - accepted.get(i - 1));
                long leastMs = new long[] {80, 160, 320, 320}[i - 1];
                // The server may be late in noticing one connection, and in time with the next.
                assertTrue(gapMs >= leastMs - 50, "gap " + i + " of " + gapMs + " ms");
            }
        }
    }

    // ---- idle connections ----

    @Test
    void connectionsWithoutTrafficAreClosedAndMadeAgain() throws Exception {
        ClientCore core = start("127.0.0.1:" + cluster.port(0), "connections.max.idle.ms", 100);
        know(core);
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
        Await.until("all connections are closed", () -> cluster.connections() == 0);
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
    }

    @Test
    void aConnectionWithARequestInFlightIsNotIdle() throws Exception {
        cluster.mischief(
                (broker, request, version) -> request instanceof InitProducerIdRequest ? Fault.delay(500) : Fault.NONE);
        ClientCore core = start("127.0.0.1:" + cluster.port(0), "connections.max.idle.ms", 100);
        know(core);
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
    }

    @Test
    void whatWaitsForTheEndOfAPauseIsSentWhenTheConnectionWasClosedMeanwhile() throws Exception {
        AtomicInteger served = new AtomicInteger();
        cluster.mischief((broker, request, version) -> request instanceof InitProducerIdRequest
                ? Fault.answer(new InitProducerIdResponse().throttleTimeMs(served.incrementAndGet() == 1 ? 400 : 0))
                : Fault.NONE);
        ClientCore core = start("127.0.0.1:" + cluster.port(0), "connections.max.idle.ms", 50);
        know(core);
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
        assertEquals(1, send(core, Target.node(1), 5_000).get(30, TimeUnit.SECONDS));
    }

    // ---- where to look when all are lost ----

    /** A bootstrap server that names one broker, 5, at a port that can be changed. */
    private FakeCluster guide(AtomicInteger port) {
        FakeCluster guide = new FakeCluster(1);
        others.add(guide);
        guide.mischief((broker, request, version) ->
                request.apiKey() == ApiKey.METADATA ? Fault.answer(metadataNaming(port.get())) : Fault.NONE);
        return guide;
    }

    private static MetadataResponse metadataNaming(int port) {
        MetadataResponse response = new MetadataResponse();
        response.brokers()
                .add(new MetadataResponse.MetadataResponseBroker()
                        .nodeId(5)
                        .host("127.0.0.1")
                        .port(port));
        return response;
    }

    @Test
    void aBrokerThatDoesNotAnswerForSoLongIsLeftForTheBootstrapServers() throws Exception {
        AtomicInteger port = new AtomicInteger(cluster.port(1));
        FakeCluster guide = guide(port);
        cluster.mischief((broker, request, version) ->
                broker == 1 && request.apiKey() == ApiKey.METADATA ? Fault.STALL : Fault.NONE);
        ClientCore core = start(
                guide.bootstrapServers(),
                "metadata.recovery.rebootstrap.trigger.ms",
                300,
                "request.timeout.ms",
                30_000);
        know(core);
        port.set(cluster.port(0));
        long startNs = System.nanoTime();
        core.execute(core.metadata()::requestUpdate);
        Await.until("the new place is known", () -> core.cluster().node(5).port() == cluster.port(0));
        assertTrue(msSince(startNs) >= 300, "" + msSince(startNs));
        // The request to the broker that does not answer has 30 s.
        assertTrue(msSince(startNs) < 20_000, "" + msSince(startNs));
    }

    @Test
    void withoutRecoveryTheKnownBrokersAreAskedForEver() throws Exception {
        AtomicInteger port = new AtomicInteger(cluster.port(1));
        FakeCluster guide = guide(port);
        ClientCore core = start(
                guide.bootstrapServers(),
                "metadata.recovery.strategy",
                "none",
                "metadata.recovery.rebootstrap.trigger.ms",
                50);
        know(core);
        assertEquals(5, send(core, Target.node(5), 30_000).get(30, TimeUnit.SECONDS));
        cluster.stop(1);
        // The connection may still look open to the first of them.
        Await.until(
                "the connection is known to be lost",
                () -> failureOf(send(core, Target.node(5), 30_000)) instanceof NotConnectedException);
        for (int i = 0; i < 10; i++) {
            assertInstanceOf(NotConnectedException.class, failureOf(send(core, Target.node(5), 30_000)));
        }
        assertEquals(1, guide.count(ApiKey.METADATA));
    }

    @Test
    void whenTheBootstrapServersAreGoneTooTheKnownBrokersAreAskedAgain() throws Exception {
        AtomicInteger port = new AtomicInteger(cluster.port(0));
        FakeCluster guide = guide(port);
        ClientCore core = start(guide.bootstrapServers());
        know(core);
        guide.close();
        AtomicInteger refused = new AtomicInteger();
        cluster.mischief((broker, request, version) -> {
            if (request.apiKey() == ApiKey.METADATA && refused.incrementAndGet() <= 3) {
                return Fault.DISCONNECT;
            }
            return Fault.NONE;
        });
        core.execute(core.metadata()::requestUpdate);
        // Broker 0 names both brokers under their own ids.
        Await.until("metadata comes from a known broker", () -> core.cluster().node(1) != null);
        assertEquals(4, refused.get());
    }

    @Test
    void aBrokerMaySendTheClientBackToTheBootstrapServers() {
        AtomicInteger port = new AtomicInteger(cluster.port(1));
        FakeCluster guide = guide(port);
        cluster.mischief((broker, request, version) -> request.apiKey() == ApiKey.METADATA
                ? Fault.answer(new MetadataResponse()
                        .errorCode(io.headrace.common.protocol.Errors.REBOOTSTRAP_REQUIRED.code()))
                : Fault.NONE);
        ClientCore core = start(guide.bootstrapServers());
        know(core);
        port.set(cluster.port(0));
        core.execute(core.metadata()::requestUpdate);
        Await.until("the new place is known", () -> core.cluster().node(5).port() == cluster.port(0));
    }
}
