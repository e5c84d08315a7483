package io.headrace.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.testsupport.Await;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a peer does, the others are served, and what it can hold is bounded. */
class HostilePeersTest {

    private static final int MIB = 1024 * 1024;

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient honest;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(
                directory,
                "num.network.threads",
                "1",
                "socket.request.max.bytes",
                Integer.toString(8 * MIB),
                "queued.max.request.bytes",
                Integer.toString(32 * MIB));
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        honest = new RawClient(broker.port());
    }

    /** Each test ends with a client that is served. */
    @AfterEach
    void theOthersAreServed() {
        assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode());
        honest.close();
    }

    @Test
    void otherProtocols() {
        assertClosedAfter("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertClosedAfter(new byte[] {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xfc, 0x03});
        assertClosedAfter("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void lengthsThatAreNone() {
        assertClosedAfter(length(-1));
        assertClosedAfter(length(0));
        assertClosedAfter(length(Integer.MAX_VALUE));
        assertClosedAfter(length(8 * MIB + 1));
        assertClosedAfter(new byte[] {0, 0, 0, 2, 1, 1});
    }

    @Test
    void headersAndBodiesThatAreNone() {
        // An array of 2^31 - 1 topics in a metadata request of version 0.
        ByteBuffer huge = ByteBuffer.allocate(4 + 8 + 2 + 4);
        huge.putInt(14).putShort((short) 3).putShort((short) 0).putInt(1).putShort((short) -1);
        huge.putInt(Integer.MAX_VALUE);
        assertClosedAfter(huge.array());
        // A client id longer than the frame.
        ByteBuffer clientId = ByteBuffer.allocate(4 + 8 + 2);
        clientId.putInt(10).putShort((short) 3).putShort((short) 0).putInt(1).putShort((short) 5000);
        assertClosedAfter(clientId.array());
    }

    @Test
    void randomBytes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] frame = new byte[4 + 8 + random.nextInt(200)];
            random.nextBytes(frame);
            ByteBuffer.wrap(frame)
                    .putInt(frame.length - 4)
                    .putShort((short) random.nextInt(90))
                    .putShort((short) random.nextInt(14));
            try (RawClient peer = new RawClient(broker.port())) {
                peer.sendBytes(frame);
            }
        }
        // Those that happen to be requests create topics at most; nothing fails.
        assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode(), "seed " + seed);
    }

    @Test
    void halfFramesCostWhatCameOfThem() {
        long before = usedMemory();
        List<RawClient> peers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            RawClient peer = new RawClient(broker.port());
            peer.sendBytes(length(8 * MIB));
            peers.add(peer);
        }
        assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode());
        long used = usedMemory() - before;
        assertTrue(used < 64 * MIB, "100 announcements of 8 MiB cost " + used + " bytes");
        peers.forEach(RawClient::close);
    }

    /** Half requests of more bytes than there may be: they wait, the broker does not. */
    @Test
    void manyLargeHalfRequestsAreHeldBack() {
        byte[] most = new byte[4 + 4 * MIB];
        ByteBuffer.wrap(most).putInt(8 * MIB);
        long before = usedMemory();
        List<RawClient> peers = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            RawClient peer = new RawClient(broker.port());
            peers.add(peer);
            Thread sender = new Thread(() -> {
                try {
                    peer.sendBytes(most);
                } catch (UncheckedIOException closedByTest) {
                    // The broker did not take all of it.
                }
            });
            sender.start();
            senders.add(sender);
        }
        Await.until("senders are held back or done", () -> usedMemory() - before > 16 * MIB);
        assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode());
        long used = usedMemory() - before;
        assertTrue(used < 100L * MIB, "30 half requests of 4 MiB cost " + used + " bytes");
        peers.forEach(RawClient::close);
        senders.forEach(HostilePeersTest::join);
        Await.until("their memory is given back", () -> usedMemory() - before < 40 * MIB);
    }

    /** A peer that asks for much and takes nothing: its answers stay on disk. */
    @Test
    @Timeout(60)
    void answersThatAreNotTaken() {
        TestBroker.createTopic(honest, "not-taken", 1, "max.message.bytes", "2000000");
        String large = "x".repeat(MIB);
        for (int i = 0; i < 8; i++) {
            honest.call(TestBroker.produce("not-taken", 0, 1, TestBroker.batch(large)), 12);
        }
        long before = usedMemory();
        int requests = 150;
        try (RawClient lazy = new RawClient(broker.port())) {
            lazy.receiveBuffer(64 * 1024);
            List<Integer> ids = new ArrayList<>();
            Thread sender = new Thread(() -> {
                for (int i = 0; i < requests; i++) {
                    var fetch = TestBroker.fetch("not-taken", 0, 0, 1, 0);
                    fetch.topics().get(0).partitions().get(0).partitionMaxBytes(16 * MIB);
                    ids.add(lazy.send(fetch, 12));
                }
            });
            sender.start();
            for (int i = 0; i < 50; i++) {
                assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode());
            }
            long used = usedMemory() - before;
            assertTrue(used < 40L * MIB, "answers that nobody takes cost " + used + " bytes");
            // When it reads at last, everything comes, in order.
            for (int i = 0; i < 2; i++) {
                int index = i;
                Await.until("the request is sent", () -> ids.size() > index);
                FetchResponse response = lazy.receive(ApiKey.FETCH, 12, ids.get(i));
                assertEquals(
                        8,
                        TestBroker.values(TestBroker.fetched(response).records())
                                .size());
            }
            lazy.cut();
            join(sender);
        }
        Await.until("what was not taken is let go", () -> usedMemory() - before < 20 * MIB);
    }

    /** Answers that wait for an earlier one on their connection are held back, too: here each is as long as its request. */
    @Test
    void answersBehindAWaitingFetchCountAsMemory() {
        TestBroker.createTopic(honest, "waited-for", 1);
        List<MetadataRequestTopic> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            names.add(new MetadataRequestTopic().name("x".repeat(20_000)));
        }
        MetadataRequest echoed = new MetadataRequest().topics(names);
        long before = usedMemory();
        List<RawClient> peers = new ArrayList<>();
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RawClient peer = new RawClient(broker.port());
            peers.add(peer);
            Thread sender = new Thread(() -> {
                try {
                    peer.send(TestBroker.fetch("waited-for", 0, 0, 1, 60_000), 12);
                    for (int k = 0; k < 10; k++) {
                        peer.send(echoed, 9);
                    }
                } catch (UncheckedIOException closedByTest) {
                    // The broker did not take all of it.
                }
            });
            sender.start();
            senders.add(sender);
        }
        Await.until("answers pile up", () -> usedMemory() - before > 16 * MIB);
        for (int i = 0; i < 20; i++) {
            assertEquals(0, honest.<ApiVersionsResponse>call(versions(), 0).errorCode());
            long used = usedMemory() - before;
            assertTrue(used < 120L * MIB, "answers out of turn, of 200 MB in all, hold " + used + " bytes");
        }
        peers.forEach(RawClient::close);
        senders.forEach(HostilePeersTest::join);
        Await.until("their memory is given back", () -> usedMemory() - before < 20 * MIB);
    }

    @Test
    void pipelinedRequestsBeyondTheLimitAreAllAnswered() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(honest.send(versions(), 0));
        }
        for (int id : ids) {
            assertEquals(
                    0,
                    honest.<ApiVersionsResponse>receive(ApiKey.API_VERSIONS, 0, id)
                            .errorCode());
        }
    }

    @Test
    void aFrameThatComesInPieces() {
        byte[] frame = RawClient.frame(versions(), 0, 77);
        for (byte each : frame) {
            honest.sendBytes(new byte[] {each});
        }
        assertEquals(
                0,
                honest.<ApiVersionsResponse>receive(ApiKey.API_VERSIONS, 0, 77).errorCode());
    }

    @Test
    void connectionsOverTheLimitAreRefused(@TempDir Path other) {
        try (HeadraceBroker small = TestBroker.start(other, "max.connections.per.ip", "2")) {
            RawClient first = new RawClient(small.port());
            assertEquals(0, first.<ApiVersionsResponse>call(versions(), 0).errorCode());
            try (RawClient second = new RawClient(small.port())) {
                assertEquals(0, second.<ApiVersionsResponse>call(versions(), 0).errorCode());
                try (RawClient third = new RawClient(small.port())) {
                    assertTrue(third.isClosedByPeer());
                }
                first.close();
                Await.until("a place is free again", () -> {
                    try (RawClient fourth = new RawClient(small.port())) {
                        return fourth.<ApiVersionsResponse>call(versions(), 0).errorCode() == 0;
                    }
                });
            }
        }
    }

    @Test
    void idleConnectionsAreClosed(@TempDir Path other) {
        try (HeadraceBroker small = TestBroker.start(other, "connections.max.idle.ms", "1500")) {
            try (RawClient setup = new RawClient(small.port())) {
                TestBroker.createTopic(setup, "t", 1);
            }
            try (RawClient waiting = new RawClient(small.port());
                    RawClient idle = new RawClient(small.port())) {
                long startNs = System.nanoTime();
                int id = waiting.send(TestBroker.fetch("t", 0, 0, 1, 4_000), 12);
                assertTrue(idle.isClosedByPeer());
                assertTrue(System.nanoTime() - startNs > Duration.ofSeconds(1).toNanos());
                FetchResponse response = waiting.receive(ApiKey.FETCH, 12, id);
                assertEquals(0, response.errorCode(), "waiting for the broker is not idleness");
                assertTrue(waiting.isClosedByPeer());
            }
        }
    }

    private static void assertClosedAfter(byte[] bytes) {
        try (RawClient peer = new RawClient(broker.port())) {
            peer.sendBytes(bytes);
            assertTrue(peer.isClosedByPeer());
        }
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).putInt(length).array();
    }

    private static ApiVersionsRequest versions() {
        return new ApiVersionsRequest();
    }

    /** Memory that buffers in use are cut from. */
    private static long usedMemory() {
        return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
    }

    private static void join(Thread thread) {
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertFalse(thread.isAlive());
    }
}
