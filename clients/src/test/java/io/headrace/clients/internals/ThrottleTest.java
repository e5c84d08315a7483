package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.ApiVersionsResponse.ApiVersion;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.MetadataRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A broker that answers with a throttle time is left alone for as long (KIP-219). */
class ThrottleTest {

    private static final int PAUSE_MS = 300;

    private final FakeCluster cluster = new FakeCluster(2);
    private final BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
    private ClientCore core;

    @AfterEach
    void close() {
        core.close(Duration.ofSeconds(30));
        cluster.close();
    }

    private void start(Object... overrides) {
        Map<String, Object> values = new HashMap<>();
        values.put("bootstrap.servers", List.of("127.0.0.1:" + cluster.port(0)));
        for (int i = 0; i < overrides.length; i += 2) {
            values.put((String) overrides[i], overrides[i + 1]);
        }
        core = ClientCore.start(ClientSettings.from(values, "me"), "throttled");
        core.awaitCluster(view -> view.version() > 0, Duration.ofSeconds(30));
    }

    /** Answers to InitProducerId of broker 0 ask for a pause. */
    private void pausing(int pauseMs) {
        cluster.mischief((broker, request, version) -> {
            if (request instanceof InitProducerIdRequest && broker == 0) {
                arrivals.add(System.nanoTime());
                return Fault.answer(new InitProducerIdResponse().throttleTimeMs(pauseMs));
            }
            return Fault.NONE;
        });
    }

    private CompletableFuture<Integer> send(Target target, Call call, long timeoutMs) {
        CompletableFuture<Integer> outcome = new CompletableFuture<>();
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

    private static Call call() {
        return Call.of(new InitProducerIdRequest());
    }

    private long gapMs() throws Exception {
        long first = arrivals.poll(30, TimeUnit.SECONDS);
        long second = arrivals.poll(30, TimeUnit.SECONDS);
        return TimeUnit.NANOSECONDS.toMillis(second - first);
    }

    @Test
    void nothingIsSentBeforeTheTimeIsOver() throws Exception {
        start();
        pausing(PAUSE_MS);
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        long gapMs = gapMs();
        assertTrue(gapMs >= PAUSE_MS, "sent again after " + gapMs + " ms");
    }

    @Test
    void waitingDoesNotUseUpTheRequestsTime() throws Exception {
        start();
        pausing(PAUSE_MS);
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        // Has less time than the pause is long; a broker that pauses a client has not failed it.
        assertEquals(0, send(Target.node(0), call(), PAUSE_MS - 50).get(30, TimeUnit.SECONDS));
    }

    @Test
    void aRequestForWhicheverBrokerGoesToOneThatIsNotThrottled() throws Exception {
        start();
        pausing(600_000);
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            assertEquals(1, send(Target.ANY, call(), 30_000).get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void thePauseOutlivesTheConnection() throws Exception {
        start("reconnect.backoff.ms", 1, "reconnect.backoff.max.ms", 1);
        pausing(PAUSE_MS);
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        core.execute(() -> core.disconnect(0));
        send(Target.node(0), call(), 30_000).get(30, TimeUnit.SECONDS);
        long gapMs = gapMs();
        assertTrue(gapMs >= PAUSE_MS, "sent again after " + gapMs + " ms");
    }

    @Test
    void olderVersionsWereHeldBackByTheBrokerAlready() throws Exception {
        start();
        pausing(600_000);
        Call old = Call.of(new InitProducerIdRequest(), 0, 0);
        send(Target.node(0), old, 30_000).get(30, TimeUnit.SECONDS);
        assertEquals(0, send(Target.node(0), old, 30_000).get(30, TimeUnit.SECONDS));
    }

    @Test
    void theHandshakeMayAskForAPauseToo() throws Exception {
        BlockingQueue<Long> handshakes = new LinkedBlockingQueue<>();
        cluster.mischief((broker, request, version) -> {
            if (request instanceof ApiVersionsRequest) {
                handshakes.add(System.nanoTime());
                ApiVersionsResponse answer = new ApiVersionsResponse().throttleTimeMs(PAUSE_MS);
                answer.apiKeys()
                        .add(new ApiVersion()
                                .apiKey(ApiKey.METADATA.id())
                                .minVersion((short) 0)
                                .maxVersion((short) 12));
                return Fault.answer(answer);
            }
            if (request instanceof MetadataRequest) {
                arrivals.add(System.nanoTime());
            }
            return Fault.NONE;
        });
        start();
        long gapMs = TimeUnit.NANOSECONDS.toMillis(
                arrivals.poll(30, TimeUnit.SECONDS) - handshakes.poll(30, TimeUnit.SECONDS));
        assertTrue(gapMs >= PAUSE_MS, "sent after " + gapMs + " ms");
    }
}
