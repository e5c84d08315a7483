package io.headrace.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.testsupport.Await;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("FutureReturnValueIgnored") // Outcomes are looked at where they matter.
class ClientConnectionTest {

    private static final int API_VERSIONS_NEWEST = 4;

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final CompletableFuture<ClientConnection> ready = new CompletableFuture<>();
    private final CompletableFuture<KafkaException> closed = new CompletableFuture<>();
    private final List<ScriptedServer> servers = new ArrayList<>();
    private long maxIdleMs = -1;
    private long handshakeTimeoutMs = 30_000;
    private ConnectionSecurity security = ConnectionSecurity.PLAINTEXT;

    @AfterEach
    void close() {
        servers.forEach(ScriptedServer::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private SocketAddress serve(ScriptedServer.Script script) {
        ScriptedServer server = new ScriptedServer(group, script);
        servers.add(server);
        return server.address();
    }

    /** A script that does the handshake by itself. */
    private static ScriptedServer.Script afterHandshake(ScriptedServer.Script script) {
        return (connection, header, request) -> {
            if (request instanceof ApiVersionsRequest) {
                connection.answer(header, header.requestApiVersion(), versions(Errors.NONE, 3, 0, 12));
            } else {
                script.request(connection, header, request);
            }
        };
    }

    private static ApiVersionsResponse versions(Errors error, int key, int lowest, int highest) {
        ApiVersionsResponse response = new ApiVersionsResponse().errorCode(error.code());
        for (ApiKey known : List.of(ApiKey.PRODUCE, ApiKey.HEARTBEAT)) {
            response.apiKeys()
                    .add(new ApiVersionsResponse.ApiVersion()
                            .apiKey(known.id())
                            .minVersion((short) known.lowestVersion())
                            .maxVersion((short) known.highestStableVersion()));
        }
        response.apiKeys()
                .add(new ApiVersionsResponse.ApiVersion()
                        .apiKey((short) key)
                        .minVersion((short) lowest)
                        .maxVersion((short) highest));
        return response;
    }

    private void open(SocketAddress address) {
        ConnectionSettings settings = new ConnectionSettings(
                "me", "headrace", "1.0", handshakeTimeoutMs, maxIdleMs, -1, -1, Integer.MAX_VALUE, security);
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
        loop.execute(() -> ClientConnection.open(loop, settings, address, 5_000, listener));
    }

    private CompletableFuture<ApiMessage> send(ApiMessage request, int version, long timeoutMs) throws Exception {
        CompletableFuture<ApiMessage> outcome = new CompletableFuture<>();
        ClientConnection connection = ready.get(30, TimeUnit.SECONDS);
        loop.execute(() -> connection.send(
                request, version, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs), new ResponseHandler() {
                    @Override
                    public void onResponse(ApiMessage response, int answeredVersion) {
                        outcome.complete(response);
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

    @Test
    void theHandshakeSaysWhoAsksAndLearnsWhatIsThere() throws Exception {
        CompletableFuture<ApiVersionsRequest> asked = new CompletableFuture<>();
        CompletableFuture<RequestHeader> header = new CompletableFuture<>();
        open(serve((connection, h, request) -> {
            asked.complete((ApiVersionsRequest) request);
            header.complete(h);
            connection.answer(h, h.requestApiVersion(), versions(Errors.NONE, 3, 0, 9));
        }));
        ApiVersionRanges versions = ready.get(30, TimeUnit.SECONDS).versions();
        assertEquals(API_VERSIONS_NEWEST, header.get().requestApiVersion());
        assertEquals("me", header.get().clientId());
        assertEquals("headrace", asked.get().clientSoftwareName());
        assertEquals("1.0", asked.get().clientSoftwareVersion());
        assertEquals(9, versions.pick(ApiKey.METADATA));
        assertEquals(5, versions.pick(ApiKey.METADATA, 1, 5));
        assertEquals(-1, versions.highest(ApiKey.FETCH));
        assertEquals(
                "no common version of METADATA: the broker takes 0 to 9, this client needs 10 to 13",
                assertThrows(UnsupportedVersionException.class, () -> versions.pick(ApiKey.METADATA, 10, 13))
                        .getMessage());
        assertEquals(
                "the broker does not support FETCH",
                assertThrows(UnsupportedVersionException.class, () -> versions.pick(ApiKey.FETCH))
                        .getMessage());
    }

    @Test
    void anOldBrokerIsAskedAgainInItsOwnVersion() throws Exception {
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        open(serve((connection, header, request) -> {
            int version = header.requestApiVersion();
            asked.add(version);
            if (version > 2) {
                connection.answer(header, 0, versions(Errors.UNSUPPORTED_VERSION, 18, 0, 2));
            } else {
                connection.answer(header, version, versions(Errors.NONE, 3, 0, 7));
            }
        }));
        assertEquals(7, ready.get(30, TimeUnit.SECONDS).versions().pick(ApiKey.METADATA));
        assertEquals(List.of(4, 2), asked);
    }

    @Test
    void aBrokerThatNamesNoVersionIsAskedInVersionZeroAndOnlyOnceMore() throws Exception {
        List<Integer> asked = Collections.synchronizedList(new ArrayList<>());
        open(serve((connection, header, request) -> {
            asked.add((int) header.requestApiVersion());
            connection.answer(header, 0, new ApiVersionsResponse().errorCode(Errors.UNSUPPORTED_VERSION.code()));
        }));
        assertTrue(
                closed.get(30, TimeUnit.SECONDS).getMessage().endsWith("refused the handshake: UNSUPPORTED_VERSION"));
        assertEquals(List.of(4, 0), asked);
    }

    @Test
    void aBrokerThatDoesNotShakeHandsIsLeft() throws Exception {
        handshakeTimeoutMs = 100;
        open(serve((connection, header, request) -> {}));
        KafkaException cause = closed.get(30, TimeUnit.SECONDS);
        assertTrue(cause.getMessage().startsWith("no answer to API_VERSIONS from"), cause.getMessage());
    }

    @Test
    void whereNobodyListensThereIsNoConnection() throws Exception {
        SocketAddress address = serve((connection, header, request) -> {});
        servers.remove(0).close();
        open(address);
        KafkaException cause = closed.get(30, TimeUnit.SECONDS);
        assertInstanceOf(DisconnectException.class, cause);
        assertTrue(cause.getMessage().startsWith("could not connect to " + address), cause.getMessage());
    }

    @Test
    void answersComeInOrderHoweverManyAreInFlight() throws Exception {
        open(serve(afterHandshake((connection, header, request) ->
                connection.answer(header, 12, new MetadataResponse().clusterId("answer " + header.correlationId())))));
        List<CompletableFuture<ApiMessage>> outcomes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            outcomes.add(send(new MetadataRequest(), 12, 30_000));
        }
        for (int i = 0; i < 500; i++) {
            MetadataResponse response = (MetadataResponse) outcomes.get(i).get(30, TimeUnit.SECONDS);
            assertEquals("answer " + (i + 1), response.clusterId());
        }
    }

    @Test
    void recordBytesAreSentAsTheyAreAndReleasedOnce() throws Exception {
        CompletableFuture<byte[]> received = new CompletableFuture<>();
        open(serve(afterHandshake((connection, header, request) -> {
            BufferRecordBytes records = (BufferRecordBytes) ((ProduceRequest) request)
                    .topicData()
                    .get(0)
                    .partitionData()
                    .get(0)
                    .records();
            byte[] bytes = new byte[records.size()];
            records.buffer().getBytes(records.buffer().readerIndex(), bytes);
            received.complete(bytes);
        })));
        byte[] sent = new byte[100_000];
        new java.util.Random(1).nextBytes(sent);
        ByteBuf records = Unpooled.directBuffer().writeBytes(sent);
        ProduceRequest request = new ProduceRequest()
                .topicData(List.of(new ProduceRequest.TopicProduceData()
                        .name("t")
                        .partitionData(List.of(new ProduceRequest.PartitionProduceData()
                                .index(0)
                                .records(new BufferRecordBytes(records))))));
        send(request, 7, 30_000);
        assertEquals(
                java.util.HexFormat.of().formatHex(sent),
                java.util.HexFormat.of().formatHex(received.get(30, TimeUnit.SECONDS)));
        Await.until("the connection lets go of the buffer", () -> records.refCnt() == 1);
        records.release();
    }

    @Test
    void anOverdueAnswerEndsTheConnectionAndSaysWhichOneItWas() throws Exception {
        open(serve(afterHandshake((connection, header, request) -> {})));
        CompletableFuture<ApiMessage> patient = send(new MetadataRequest(), 12, 60_000);
        CompletableFuture<ApiMessage> hasty = send(new HeartbeatRequest(), 4, 50);
        Throwable failure = failureOf(hasty);
        assertInstanceOf(TimeoutException.class, failure);
        assertTrue(failure.getMessage().startsWith("no answer to HEARTBEAT (correlation id 2)"), failure.getMessage());
        assertInstanceOf(DisconnectException.class, failureOf(patient));
        assertInstanceOf(TimeoutException.class, closed.get(30, TimeUnit.SECONDS));
    }

    @Test
    void whenTheBrokerHangsUpEverythingInFlightFails() throws Exception {
        open(serve(afterHandshake((connection, header, request) -> {
            if (header.correlationId() == 3) {
                connection.close();
            }
        })));
        List<CompletableFuture<ApiMessage>> outcomes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            outcomes.add(send(new MetadataRequest(), 12, 30_000));
        }
        for (CompletableFuture<ApiMessage> outcome : outcomes) {
            assertInstanceOf(DisconnectException.class, failureOf(outcome));
        }
        assertInstanceOf(DisconnectException.class, failureOf(send(new MetadataRequest(), 12, 30_000)));
    }

    @Test
    void anAnswerToSomethingElseEndsTheConnection() throws Exception {
        open(serve(afterHandshake((connection, header, request) ->
                connection.answer(header.correlationId() + 1, 12, new MetadataResponse()))));
        assertTrue(failureOf(send(new MetadataRequest(), 12, 30_000))
                .getMessage()
                .contains("cannot be read: correlation id 2 where 1 is next"));
    }

    @Test
    void anAnswerThatNobodyAskedForEndsTheConnection() throws Exception {
        open(serve((connection, header, request) -> {
            connection.answer(header, header.requestApiVersion(), versions(Errors.NONE, 3, 0, 12));
            connection.answer(header, 4, new HeartbeatResponse());
        }));
        assertTrue(closed.get(30, TimeUnit.SECONDS).getMessage().endsWith("sent an answer that nobody asked for"));
    }

    @Test
    void bytesThatFollowAnAnswerEndTheConnection() throws Exception {
        open(serve(afterHandshake((connection, header, request) ->
                connection.write(Unpooled.buffer().writeInt(13).writeInt(1).writeZero(9)))));
        Throwable failure = failureOf(send(new HeartbeatRequest(), 0, 30_000));
        assertTrue(failure.getMessage().endsWith("7 bytes follow the response"), failure.getMessage());
    }

    @Test
    void aFrameThatIsTooLongToBeTrueEndsTheConnection() throws Exception {
        open(serve(afterHandshake((connection, header, request) ->
                connection.write(Unpooled.buffer().writeInt(-2)))));
        Throwable failure = failureOf(send(new MetadataRequest(), 12, 30_000));
        assertTrue(failure.getMessage().contains("frame length -2 is negative"), failure.getMessage());
    }

    @Test
    void aRequestThatCannotBeWrittenFailsAloneAndLeavesTheConnection() throws Exception {
        open(serve(afterHandshake(
                (connection, header, request) -> connection.answer(header, 12, new MetadataResponse()))));
        HeartbeatRequest tooNew = new HeartbeatRequest().groupInstanceId("static");
        assertInstanceOf(UnsupportedVersionException.class, failureOf(send(tooNew, 0, 30_000)));
        HeartbeatRequest impossible = new HeartbeatRequest().groupId("x".repeat(40_000));
        assertInstanceOf(KafkaException.class, failureOf(send(impossible, 4, 30_000)));
        send(new MetadataRequest(), 12, 30_000).get(30, TimeUnit.SECONDS);
    }

    @Test
    void anIdleConnectionIsClosedButNotOneThatWaitsForAnAnswer() throws Exception {
        maxIdleMs = 100;
        CompletableFuture<Runnable> answer = new CompletableFuture<>();
        open(serve(afterHandshake((connection, header, request) ->
                answer.complete(() -> connection.answer(header, 12, new MetadataResponse())))));
        CompletableFuture<ApiMessage> outcome = send(new MetadataRequest(), 12, 30_000);
        Runnable respond = answer.get(30, TimeUnit.SECONDS);
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.schedule(() -> later.complete(null), 350, TimeUnit.MILLISECONDS);
        later.get(30, TimeUnit.SECONDS);
        assertTrue(!closed.isDone());
        respond.run();
        outcome.get(30, TimeUnit.SECONDS);
        assertInstanceOf(IdleConnectionException.class, closed.get(30, TimeUnit.SECONDS));
    }

    @Test
    void closingFailsWhatIsInFlight() throws Exception {
        open(serve(afterHandshake((connection, header, request) -> {})));
        CompletableFuture<ApiMessage> outcome = send(new MetadataRequest(), 12, 30_000);
        ClientConnection connection = ready.get(30, TimeUnit.SECONDS);
        loop.execute(() -> {
            connection.close();
            connection.close();
        });
        Throwable failure = failureOf(outcome);
        assertInstanceOf(DisconnectException.class, failure);
        assertTrue(failure.getMessage().contains("was closed by this client"), failure.getMessage());
    }

    @Test
    void whatAHandlerThrowsHarmsNobodyElse() throws Exception {
        open(serve(afterHandshake(
                (connection, header, request) -> connection.answer(header, 12, new MetadataResponse()))));
        ClientConnection connection = ready.get(30, TimeUnit.SECONDS);
        loop.execute(() -> connection.send(
                new MetadataRequest(), 12, System.nanoTime() + TimeUnit.MINUTES.toNanos(1), new ResponseHandler() {
                    @Override
                    public void onResponse(ApiMessage response, int version) {
                        throw new IllegalStateException("on purpose");
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        throw new IllegalStateException("on purpose");
                    }
                }));
        send(new MetadataRequest(), 12, 30_000).get(30, TimeUnit.SECONDS);
        assertEquals("127.0.0.1", ((InetSocketAddress) connection.address()).getHostString());
    }

    @Test
    void readingCanWait() throws Exception {
        open(serve(afterHandshake(
                (connection, header, request) -> connection.answer(header, 12, new MetadataResponse()))));
        ClientConnection connection = ready.get(30, TimeUnit.SECONDS);
        loop.submit(connection::pauseReading).get(30, TimeUnit.SECONDS);
        CompletableFuture<ApiMessage> outcome = send(new MetadataRequest(), 12, 30_000);
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.schedule(() -> later.complete(null), 100, TimeUnit.MILLISECONDS);
        later.get(30, TimeUnit.SECONDS);
        assertTrue(!outcome.isDone());
        loop.execute(connection::resumeReading);
        outcome.get(30, TimeUnit.SECONDS);
    }
}
