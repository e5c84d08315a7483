package io.headrace.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.SaslAuthenticateRequest;
import io.headrace.protocol.message.SaslAuthenticateResponse;
import io.headrace.protocol.message.SaslHandshakeRequest;
import io.headrace.protocol.message.SaslHandshakeResponse;
import io.headrace.testsupport.Await;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class SaslSessionTest {

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ExecutorService blocking = Executors.newSingleThreadExecutor();
    private final CompletableFuture<ClientConnection> ready = new CompletableFuture<>();
    private final CompletableFuture<KafkaException> closed = new CompletableFuture<>();

    /** What the server got, in order; heartbeats by their generation. */
    private final List<String> received = Collections.synchronizedList(new ArrayList<>());

    /** When the server began with each session. */
    private final List<Long> handshakesNs = Collections.synchronizedList(new ArrayList<>());

    private long handshakeTakesMs;
    private long lifetimeMs;
    private short handshakeError;
    private String refusal;

    @AfterEach
    void close() {
        blocking.shutdownNow();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Says "one", hears "1", says "two", and is content with "2". */
    private static final class OneTwo implements SaslMechanism {
        @Override
        public String name() {
            return "ONE-TWO";
        }

        @Override
        public Exchange begin(InetSocketAddress broker) {
            return new Exchange() {
                private boolean complete;

                @Override
                public byte[] first() {
                    return "one".getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public byte[] respond(byte[] challenge) {
                    complete = new String(challenge, StandardCharsets.UTF_8).equals("2");
                    return complete ? null : "two".getBytes(StandardCharsets.UTF_8);
                }

                @Override
                public boolean isComplete() {
                    return complete;
                }

                @Override
                public void close() {
                    complete = false;
                }
            };
        }
    }

    private ApiMessage answer(ApiMessage request) {
        if (request instanceof ApiVersionsRequest) {
            ApiVersionsResponse response = new ApiVersionsResponse();
            for (ApiKey key : List.of(ApiKey.SASL_HANDSHAKE, ApiKey.SASL_AUTHENTICATE, ApiKey.HEARTBEAT)) {
                response.apiKeys()
                        .add(new ApiVersionsResponse.ApiVersion()
                                .apiKey(key.id())
                                .minVersion((short) key.lowestVersion())
                                .maxVersion((short) key.highestStableVersion()));
            }
            return response;
        } else if (request instanceof SaslHandshakeRequest handshake) {
            received.add(handshake.mechanism());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(handshakesNs.isEmpty() ? handshakeTakesMs : 0));
            handshakesNs.add(System.nanoTime());
            return new SaslHandshakeResponse().errorCode(handshakeError).mechanisms(List.of("OTHER"));
        } else if (request instanceof SaslAuthenticateRequest words) {
            String said = new String(words.authBytes(), StandardCharsets.UTF_8);
            received.add(said);
            if (refusal != null) {
                return new SaslAuthenticateResponse()
                        .errorCode(Errors.SASL_AUTHENTICATION_FAILED.code())
                        .errorMessage(refusal);
            }
            return new SaslAuthenticateResponse()
                    .authBytes((said.equals("one") ? "1" : "2").getBytes(StandardCharsets.UTF_8))
                    .sessionLifetimeMs(lifetimeMs);
        }
        received.add("heartbeat " + ((HeartbeatRequest) request).generationId());
        return new HeartbeatResponse();
    }

    private void open() {
        ScriptedServer server = new ScriptedServer(
                group,
                (connection, header, request) ->
                        connection.answer(header, header.requestApiVersion(), answer(request)));
        ConnectionSettings settings = new ConnectionSettings(
                "me",
                "headrace",
                "1.0",
                30_000,
                -1,
                -1,
                -1,
                Integer.MAX_VALUE,
                new ConnectionSecurity(ConnectionEncryption.NONE, new SaslAuthentication(new OneTwo(), blocking)));
        ClientConnection.Listener listener = new ClientConnection.Listener() {
            @Override
            public void onReady(ClientConnection connection) {
                ready.complete(connection);
            }

            @Override
            public void onClosed(ClientConnection connection, KafkaException cause) {
                closed.complete(cause);
            }
        };
        loop.execute(() -> ClientConnection.open(loop, settings, server.address(), 5_000, listener));
    }

    private List<Integer> heartbeats(int from, int until) throws Exception {
        ClientConnection connection = ready.get(30, TimeUnit.SECONDS);
        List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
        loop.execute(() -> {
            for (int i = from; i < until; i++) {
                int number = i;
                long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                connection.send(
                        new HeartbeatRequest().groupId("g").memberId("m").generationId(number),
                        0,
                        deadlineNs,
                        new ResponseHandler() {
                            @Override
                            public void onResponse(ApiMessage response, int version) {
                                answered.add(number);
                            }

                            @Override
                            public void onFailure(RuntimeException failure) {
                                answered.add(-1);
                            }
                        });
            }
        });
        Await.until("all heartbeats are answered", () -> answered.size() == until - from);
        return answered;
    }

    @Test
    void theMechanismsWordsAreCarriedBeforeTheFirstRequest() throws Exception {
        open();
        assertEquals(List.of(1), heartbeats(1, 2));
        assertEquals(List.of("ONE-TWO", "one", "two", "heartbeat 1"), received);
    }

    @Test
    void requestsWaitInOrderWhileASessionIsRenewed() throws Exception {
        lifetimeMs = 1_100;
        open();
        assertEquals(List.of(1), heartbeats(1, 2));
        // The renewal is due a little more than a second after the start.
        long dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_100);
        Await.until("the session has nearly ended", () -> System.nanoTime() - dueNs > 0);
        received.clear();
        assertEquals(List.of(2, 3, 4), heartbeats(2, 5));
        assertEquals(List.of("ONE-TWO", "one", "two", "heartbeat 2", "heartbeat 3", "heartbeat 4"), received);
    }

    /** A broker counts from where it begins, which may be long after the client asked it to. */
    @Test
    void aRenewalKeepsItsDistanceFromWhenTheBrokerBegan() throws Exception {
        lifetimeMs = 100;
        handshakeTakesMs = 300;
        open();
        Await.until("the session is renewed", () -> {
            heartbeats(1, 2);
            return handshakesNs.size() >= 2;
        });
        long apartMs = TimeUnit.NANOSECONDS.toMillis(handshakesNs.get(1) - handshakesNs.get(0));
        assertTrue(apartMs >= 1_000, "" + apartMs);
    }

    @Test
    void theBrokersWordsAreTheFailure() throws Exception {
        refusal = "no such user";
        open();
        KafkaException failure = closed.get(30, TimeUnit.SECONDS);
        assertInstanceOf(SaslAuthenticationException.class, failure);
        assertEquals("no such user", failure.getMessage());
    }

    @Test
    void aMechanismThatTheBrokerLacksIsNamed() throws Exception {
        handshakeError = Errors.UNSUPPORTED_SASL_MECHANISM.code();
        open();
        KafkaException failure = closed.get(30, TimeUnit.SECONDS);
        assertInstanceOf(UnsupportedSaslMechanismException.class, failure);
        assertEquals(true, failure.getMessage().contains("[OTHER]"), failure.getMessage());
    }
}
