package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.testsupport.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientCoreTest {

    private final FakeCluster cluster = new FakeCluster(2);
    private final List<ClientCore> cores = new ArrayList<>();

    @AfterEach
    void close() {
        cores.forEach(core -> core.close(Duration.ofSeconds(30)));
        cluster.close();
        Await.until(
                "no thread of a client is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(t -> t.getName().startsWith("core-under-test")));
    }

    private ClientCore start(Object... overrides) {
        Map<String, Object> values = new HashMap<>();
        values.put("bootstrap.servers", List.of(cluster.bootstrapServers().split(",")));
        values.put("retry.backoff.ms", 10);
        values.put("retry.backoff.max.ms", 50);
        values.put("reconnect.backoff.ms", 10);
        values.put("reconnect.backoff.max.ms", 50);
        for (int i = 0; i < overrides.length; i += 2) {
            values.put((String) overrides[i], overrides[i + 1]);
        }
        ClientCore core = ClientCore.start(ClientSettings.from(values, "me"), "core-under-test");
        cores.add(core);
        return core;
    }

    /** Who answered. */
    private static CompletableFuture<Integer> send(ClientCore core, Target target, long timeoutMs) {
        return send(core, target, Call.of(new InitProducerIdRequest()), timeoutMs);
    }

    private static CompletableFuture<Integer> send(ClientCore core, Target target, Call call, long timeoutMs) {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
        core.execute(() -> core.send(target, call, timeoutMs, new ResponseHandler<InitProducerIdResponse>() {
            @Override
            public void onResponse(InitProducerIdResponse response, int version, int nodeId) {
                assertTrue(core.inLoop());
                if (!outcome.complete(nodeId)) {
                    throw new AssertionError("twice");
                }
            }

            @Override
            public void onFailure(RuntimeException failure) {
                assertTrue(core.inLoop());
                if (!outcome.completeExceptionally(failure)) {
                    throw new AssertionError("twice");
                }
            }
        }));
        return outcome;
    }

    private static Throwable failureOf(CompletableFuture<?> outcome) {
        return assertThrows(ExecutionException.class, () -> outcome.get(30, TimeUnit.SECONDS))
                .getCause();
    }

    private static ClusterView know(ClientCore core) {
        ClusterView view = core.awaitCluster(v -> v.version() > 0, Duration.ofSeconds(30));
        assertNotNull(view);
        return view;
    }

    @Test
    void nothingIsConnectedBeforeThereIsSomethingToSay() throws Exception {
        ClientCore core = start();
        assertEquals(0, core.cluster().version());
        assertTrue(send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS) < 0);
        assertEquals(1, cluster.connections());
    }

    @Test
    void brokersAreFoundByTheirIdsAndTheController() throws Exception {
        ClientCore core = start();
        cluster.controller(1);
        assertEquals(2, know(core).nodes().size());
        assertEquals(0, send(core, Target.node(0), 30_000).get(30, TimeUnit.SECONDS));
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
        assertEquals(1, send(core, Target.CONTROLLER, 30_000).get(30, TimeUnit.SECONDS));
        Throwable unknown = failureOf(send(core, Target.node(7), 30_000));
        assertInstanceOf(DisconnectException.class, unknown);
        assertInstanceOf(NeverSent.class, unknown);
        assertEquals("broker 7 is not known", unknown.getMessage());
    }

    @Test
    void aCallForTheControllerWaitsUntilThereIsOne() throws Exception {
        cluster.controller(-1);
        ClientCore core = start();
        TimeoutException late = assertInstanceOf(TimeoutException.class, failureOf(send(core, Target.CONTROLLER, 50)));
        assertEquals("INIT_PRODUCER_ID could not be sent: no controller is known", late.getMessage());
        CompletableFuture<Integer> patient = send(core, Target.CONTROLLER, 30_000);
        cluster.controller(0);
        core.execute(core.metadata()::requestUpdate);
        assertEquals(0, patient.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aBrokerThatRefusesConnectionsFailsTheCallsThatWait() throws Exception {
        ClientCore core = start("metadata.recovery.strategy", "none");
        know(core);
        cluster.stop(1);
        Throwable failure = failureOf(send(core, Target.node(1), 30_000));
        assertInstanceOf(DisconnectException.class, failure);
        assertInstanceOf(NeverSent.class, failure);
        assertTrue(
                failure.getMessage().startsWith("broker 1 (127.0.0.1:" + cluster.port(1) + ")"), failure.getMessage());
        assertEquals(0, send(core, Target.node(0), 30_000).get(30, TimeUnit.SECONDS));
    }

    @Test
    void anUnknownRequestFailsAloneAndAtOnce() throws Exception {
        ClientCore core = start();
        assertInstanceOf(
                UnsupportedVersionException.class,
                failureOf(
                        send(core, Target.ANY, Call.of(new io.headrace.protocol.message.HeartbeatRequest()), 30_000)));
        Throwable failure = failureOf(send(
                core,
                Target.ANY,
                Call.of(ApiKey.INIT_PRODUCER_ID, 0, 5, version -> {
                    throw new IllegalStateException("on purpose");
                }),
                30_000));
        assertEquals("on purpose", failure.getMessage());
        send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS);
    }

    @Test
    void noMoreCallsAreInFlightThanAllowedAndTheRestWaits() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        cluster.mischief((broker, request, version) -> {
            if (request instanceof InitProducerIdRequest) {
                seen.incrementAndGet();
                return Fault.STALL;
            }
            return Fault.NONE;
        });
        ClientCore core = start("max.in.flight.requests.per.connection", 2);
        know(core);
        List<CompletableFuture<Integer>> outcomes = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            outcomes.add(send(core, Target.node(0), 30_000));
        }
        Await.until("two are there", () -> seen.get() == 2);
        Throwable late = failureOf(send(core, Target.node(0), 50));
        assertInstanceOf(TimeoutException.class, late);
        assertInstanceOf(NeverSent.class, late);
        assertTrue(late.getMessage().endsWith("too many requests in flight"), late.getMessage());
        CompletableFuture<Integer> waiting = send(core, Target.node(0), 30_000);
        core.execute(() -> core.disconnect(0));
        outcomes.forEach(outcome -> assertInstanceOf(DisconnectException.class, failureOf(outcome)));
        assertInstanceOf(NeverSent.class, failureOf(waiting));
        assertEquals(2, seen.get());
    }

    @Test
    void callsAreSpreadOverBrokers() throws Exception {
        AtomicInteger stalled = new AtomicInteger();
        cluster.mischief((broker, request, version) -> {
            if (request instanceof InitProducerIdRequest && broker == 0) {
                stalled.incrementAndGet();
                return Fault.STALL;
            }
            return Fault.NONE;
        });
        ClientCore core = start();
        know(core);
        assertEquals(1, send(core, Target.node(1), 30_000).get(30, TimeUnit.SECONDS));
        core.execute(() -> core.send(Target.node(0), Call.of(new InitProducerIdRequest()), new Ignoring()));
        Await.until("broker 0 is busy", () -> stalled.get() == 1);
        for (int i = 0; i < 10; i++) {
            assertEquals(1, send(core, Target.ANY, 30_000).get(30, TimeUnit.SECONDS));
        }
    }

    private static final class Ignoring implements ResponseHandler<InitProducerIdResponse> {
        @Override
        public void onResponse(InitProducerIdResponse response, int version, int nodeId) {}

        @Override
        public void onFailure(RuntimeException failure) {}
    }

    @Test
    void whenNoKnownBrokerIsLeftTheBootstrapServersAreAskedAgain() throws Exception {
        try (FakeCluster other = new FakeCluster(1)) {
            AtomicInteger told = new AtomicInteger(cluster.port(1));
            // The broker itself says the same: a client that has found it asks it for metadata, too.
            for (FakeCluster each : List.of(other, cluster)) {
                each.mischief((broker, request, version) ->
                        request.apiKey() == ApiKey.METADATA ? Fault.answer(metadataNaming(told.get())) : Fault.NONE);
            }
            ClientCore core = start("bootstrap.servers", List.of(other.bootstrapServers()));
            know(core);
            assertEquals(5, send(core, Target.node(5), 30_000).get(30, TimeUnit.SECONDS));
            // The broker moves to a place that only the bootstrap server knows.
            cluster.stop(1);
            told.set(cluster.port(0));
            Await.until("the broker is found at its new place", () -> {
                core.execute(core.metadata()::requestUpdate);
                return core.cluster().node(5).port() == cluster.port(0);
            });
            assertEquals(5, send(core, Target.node(5), 30_000).get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void callsToABrokerThatMetadataNamesNoMoreFailAndSayWhy() throws Exception {
        AtomicInteger stalled = new AtomicInteger();
        cluster.mischief((broker, request, version) -> {
            if (request instanceof InitProducerIdRequest && broker == 1) {
                stalled.incrementAndGet();
                return Fault.STALL;
            }
            // Once a call is there, metadata names another broker alone.
            return request.apiKey() == ApiKey.METADATA && stalled.get() > 0
                    ? Fault.answer(metadataNaming(cluster.port(0)))
                    : Fault.NONE;
        });
        ClientCore core = start("max.in.flight.requests.per.connection", 1);
        know(core);
        assertEquals(0, send(core, Target.node(0), 30_000).get(30, TimeUnit.SECONDS));
        CompletableFuture<Integer> inFlight = send(core, Target.node(1), 30_000);
        CompletableFuture<Integer> waiting = send(core, Target.node(1), 30_000);
        Await.until("the first is there", () -> stalled.get() == 1);
        // Both are connected, and this one is busy: metadata is asked of the other.
        core.execute(core.metadata()::requestUpdate);
        String why = "metadata does not name broker 1 (127.0.0.1:" + cluster.port(1) + ") any more";
        Throwable lost = failureOf(inFlight);
        assertInstanceOf(DisconnectException.class, lost);
        assertFalse(lost instanceof NeverSent);
        assertTrue(lost.getMessage().endsWith(": " + why), lost.getMessage());
        Throwable unsent = failureOf(waiting);
        assertInstanceOf(NeverSent.class, unsent);
        assertEquals(why, unsent.getMessage());
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
    void waitingForMetadataEndsInTimeAndWithTheClient() throws Exception {
        ClientCore core = start();
        assertNull(core.awaitCluster(view -> view.topic("nope") != null, Duration.ofMillis(50)));
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        Thread waiter = new Thread(() -> {
            try {
                core.awaitCluster(view -> false, Duration.ofMinutes(5));
                outcome.complete(null);
            } catch (Throwable e) {
                outcome.complete(e);
            }
        });
        waiter.start();
        Await.until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        core.close(Duration.ofSeconds(30));
        assertInstanceOf(KafkaException.class, outcome.get(30, TimeUnit.SECONDS));
        assertThrows(RejectedExecutionException.class, () -> core.execute(() -> {}));
        core.close(Duration.ofSeconds(30));
    }

    @Test
    void closingFailsEverythingOnce() {
        cluster.mischief(
                (broker, request, version) -> request instanceof InitProducerIdRequest ? Fault.STALL : Fault.NONE);
        cluster.controller(-1);
        ClientCore core = start("max.in.flight.requests.per.connection", 1);
        know(core);
        List<CompletableFuture<Integer>> outcomes = List.of(
                send(core, Target.node(0), 30_000),
                send(core, Target.node(0), 30_000),
                send(core, Target.CONTROLLER, 30_000));
        Await.until("the first is there", () -> cluster.count(ApiKey.INIT_PRODUCER_ID) == 1);
        core.close(Duration.ofSeconds(30));
        outcomes.forEach(outcome -> assertInstanceOf(DisconnectException.class, failureOf(outcome)));
    }
}
