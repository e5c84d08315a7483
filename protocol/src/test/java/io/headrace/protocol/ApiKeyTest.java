package io.headrace.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.kafka.common.message.ApiMessageType;
import org.apache.kafka.common.message.ApiMessageType.ListenerType;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.Test;

/** The table of calls, against Apache's. */
class ApiKeyTest {

    @Test
    void callsAreApaches() {
        assertEquals(93, ApiKey.values().length);
        assertEquals(ApiMessageType.values().length, ApiKey.values().length);
        for (ApiMessageType theirs : ApiMessageType.values()) {
            ApiKey ours = ApiKey.forId(theirs.apiKey());
            assertEquals(theirs.name(), ours.name());
            assertEquals(theirs.name, ours.title());
            assertEquals(theirs.lowestSupportedVersion(), ours.lowestVersion(), ours.name());
            assertEquals(theirs.highestSupportedVersion(true), ours.highestVersion(), ours.name());
            assertEquals(theirs.highestSupportedVersion(false), ours.highestStableVersion(), ours.name());
            assertEquals(theirs.latestVersionUnstable(), ours.latestVersionUnstable(), ours.name());
            assertEquals(theirs.listeners().contains(ListenerType.BROKER), ours.onBroker(), ours.name());
            assertEquals(theirs.listeners().contains(ListenerType.CONTROLLER), ours.onController(), ours.name());
            for (short version = theirs.lowestSupportedVersion();
                    version <= theirs.highestSupportedVersion(true);
                    version++) {
                assertTrue(ours.hasVersion(version));
                assertEquals(theirs.requestHeaderVersion(version), ours.requestHeaderVersion(version), ours.name());
                assertEquals(theirs.responseHeaderVersion(version), ours.responseHeaderVersion(version), ours.name());
            }
            assertFalse(ours.hasVersion(ours.lowestVersion() - 1));
            assertFalse(ours.hasVersion(ours.highestVersion() + 1));
        }
        for (ApiKeys theirs : ApiKeys.values()) {
            assertEquals(theirs.name(), ApiKey.forId(theirs.id).name());
        }
    }

    @Test
    void removedCallsKeepTheirNumbers() {
        for (int id = 4; id <= 7; id++) {
            ApiKey key = ApiKey.forId(id);
            assertTrue(key.isReserved());
            assertFalse(key.hasVersion(0));
            assertThrows(UnsupportedVersionException.class, () -> key.readRequest(Unpooled.EMPTY_BUFFER, 0));
            assertThrows(UnsupportedVersionException.class, () -> key.readResponse(Unpooled.EMPTY_BUFFER, 0));
        }
    }

    @Test
    void unknownNumbersAreNoCall() {
        for (int id : new int[] {-1, Short.MIN_VALUE, 93, Short.MAX_VALUE, Integer.MAX_VALUE}) {
            assertNull(ApiKey.forId(id));
        }
    }

    @Test
    void bodiesAreReadByNumber() {
        ByteBuf body = Unpooled.buffer();
        FetchRequest request = new FetchRequest().maxBytes(17).clusterId("c");
        request.write(WireWriter.to(body), 18);
        assertEquals(request, assertInstanceOf(FetchRequest.class, ApiKey.FETCH.readRequest(body, 18)));
        assertFalse(body.isReadable());

        FetchResponse response = new FetchResponse().sessionId(3);
        response.write(WireWriter.to(body), 18);
        assertEquals(response, assertInstanceOf(FetchResponse.class, ApiKey.FETCH.readResponse(body, 18)));
    }

    @Test
    void theStartOfAFrameCanBeLookedAtInPlace() {
        ByteBuf frame = Unpooled.buffer();
        frame.writeInt(99);
        frame.writeShort(18).writeShort(4).writeInt(-7).writeByte(1);
        frame.skipBytes(4);
        assertEquals(18, RequestPrefix.apiKeyId(frame));
        assertEquals(4, RequestPrefix.apiVersion(frame));
        assertEquals(-7, RequestPrefix.correlationId(frame));
        assertEquals(4, frame.readerIndex());

        frame.readByte();
        frame.readByte();
        MalformedMessageException e =
                assertThrows(MalformedMessageException.class, () -> RequestPrefix.correlationId(frame));
        assertEquals("a request frame has at least 8 bytes, this one 7", e.getMessage());
    }
}
