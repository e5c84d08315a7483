package io.headrace.broker.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.RawClient;
import io.headrace.broker.TestBroker;
import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.ApiVersionsResponse.ApiVersion;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ResponseHeader;
import io.headrace.protocol.message.ShareGroupHeartbeatRequest;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiVersionsApiTest {

    @TempDir
    private static Path directory;

    private static HeadraceBroker broker;
    private RawClient client;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.start(directory);
    }

    @AfterAll
    static void closeBroker() {
        broker.close();
    }

    @BeforeEach
    void connect() {
        client = new RawClient(broker.port());
    }

    @AfterEach
    void disconnect() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void listsWhatIsServed(int version) {
        ApiVersionsResponse response = client.call(request(), version);
        assertEquals(Errors.NONE.code(), response.errorCode());
        Map<Integer, String> ranges = new TreeMap<>();
        for (ApiVersion api : response.apiKeys()) {
            ranges.put((int) api.apiKey(), api.minVersion() + "-" + api.maxVersion());
        }
        assertEquals(
                Map.ofEntries(
                        Map.entry(0, "0-13"),
                        Map.entry(1, "4-18"),
                        Map.entry(2, "1-11"),
                        Map.entry(3, "0-13"),
                        Map.entry(8, "2-10"),
                        Map.entry(9, "1-10"),
                        Map.entry(10, "0-6"),
                        Map.entry(11, "0-9"),
                        Map.entry(12, "0-4"),
                        Map.entry(13, "0-5"),
                        Map.entry(14, "0-5"),
                        Map.entry(15, "0-6"),
                        Map.entry(16, "0-5"),
                        Map.entry(18, "0-4"),
                        Map.entry(19, "2-7"),
                        Map.entry(20, "1-6"),
                        Map.entry(21, "0-2"),
                        Map.entry(22, "0-5"),
                        Map.entry(23, "2-4"),
                        Map.entry(24, "0-5"),
                        Map.entry(25, "0-4"),
                        Map.entry(26, "0-5"),
                        Map.entry(27, "1-2"),
                        Map.entry(28, "0-5"),
                        Map.entry(65, "0-0"),
                        Map.entry(66, "0-2"),
                        Map.entry(32, "1-4"),
                        Map.entry(33, "0-2"),
                        Map.entry(35, "1-5"),
                        Map.entry(37, "0-3"),
                        Map.entry(42, "0-2"),
                        Map.entry(44, "0-1"),
                        Map.entry(47, "0-0"),
                        Map.entry(48, "0-1"),
                        Map.entry(49, "0-1"),
                        Map.entry(60, "0-2"),
                        Map.entry(61, "0-0"),
                        Map.entry(74, "0-1"),
                        Map.entry(68, "0-1"),
                        Map.entry(69, "0-1"),
                        Map.entry(75, "0-0")),
                ranges);
    }

    @Test
    void featuresAreReportedToClientsThatUnderstandThem() {
        assertTrue(client.<ApiVersionsResponse>call(request(), 2)
                .finalizedFeatures()
                .isEmpty());
        ApiVersionsResponse third = client.call(request(), 3);
        assertEquals(1, level(third, "group.version"));
        // A lowest level of 0 is a mistake to clients of this version.
        assertTrue(third.supportedFeatures().isEmpty());
        ApiVersionsResponse fourth = client.call(request(), 4);
        assertEquals(1, level(fourth, "group.version"));
        assertTrue(fourth.finalizedFeaturesEpoch() >= 0);
        assertTrue(fourth.supportedFeatures().stream()
                .anyMatch(each ->
                        each.name().equals("group.version") && each.minVersion() == 0 && each.maxVersion() == 1));
    }

    private static int level(ApiVersionsResponse response, String feature) {
        return response.finalizedFeatures().stream()
                .filter(each -> each.name().equals(feature))
                .findFirst()
                .orElseThrow()
                .maxVersionLevel();
    }

    @Test
    void anUnknownVersionIsAnsweredInVersionZero() {
        ByteBuffer request = ByteBuffer.allocate(64);
        request.putInt(0).putShort((short) 18).putShort((short) 99).putInt(7);
        request.putShort((short) 3).put(new byte[] {'r', 'a', 'w'}).put((byte) 0);
        request.putInt(0, request.position() - 4);
        byte[] bytes = new byte[request.position()];
        request.flip().get(bytes);
        client.sendBytes(bytes);

        ByteBuf frame = client.receiveFrame();
        assertEquals(7, ResponseHeader.read(frame, 0).correlationId());
        ApiVersionsResponse response = ApiVersionsResponse.read(frame, 0);
        assertEquals(Errors.UNSUPPORTED_VERSION.code(), response.errorCode());
        assertEquals(1, response.apiKeys().size());
        ApiVersion only = response.apiKeys().get(0);
        assertEquals(18, only.apiKey());
        assertEquals(4, only.maxVersion());
        // The connection is still good.
        ApiVersionsResponse next = client.call(request(), 4);
        assertEquals(Errors.NONE.code(), next.errorCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bad name", "-x", "x-"})
    void aClientNameThatIsNoneIsRefused(String name) {
        ApiVersionsResponse response = client.call(request().clientSoftwareName(name), 3);
        assertEquals(Errors.INVALID_REQUEST.code(), response.errorCode());
    }

    @Test
    void aClientNameMayBeLong() {
        ApiVersionsResponse response = client.call(request().clientSoftwareName("x".repeat(30_000)), 3);
        assertEquals(Errors.NONE.code(), response.errorCode());
    }

    @Test
    void anApiThatIsNotServedEndsTheConnection() {
        client.send(new ShareGroupHeartbeatRequest().groupId("group"), 1);
        assertTrue(client.isClosedByPeer());
    }

    @Test
    void aVersionThatIsNotServedEndsTheConnection() {
        byte[] frame = RawClient.frame(new ListOffsetsRequest(), 1, 1);
        frame[7] = 55;
        client.sendBytes(frame);
        assertTrue(client.isClosedByPeer());
        assertEquals(ApiKey.LIST_OFFSETS.id(), frame[5]);
    }

    private static ApiVersionsRequest request() {
        return new ApiVersionsRequest().clientSoftwareName("raw").clientSoftwareVersion("1.0");
    }
}
