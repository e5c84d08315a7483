package io.headrace.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse;
import io.headrace.protocol.message.DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.headrace.protocol.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.RequestHeader;
import io.headrace.protocol.message.SaslAuthenticateRequest;
import io.headrace.protocol.message.UpdateFeaturesRequest;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the generated classes are like to work with. */
class MessageShapeTest {

    @Test
    void secretsAreNotShown() {
        String password = "hunter2";
        SaslAuthenticateRequest sasl = new SaslAuthenticateRequest().authBytes(new byte[] {'s', 'e', 'c'});
        assertEquals("SaslAuthenticateRequest(authBytes=3 bytes)", sasl.toString());
        IncrementalAlterConfigsRequest configs = new IncrementalAlterConfigsRequest()
                .resources(List.of(new AlterConfigsResource()
                        .configs(List.of(
                                new AlterableConfig().name("ssl.key.password").value(password)))));
        assertFalse(configs.toString().contains(password));
        assertTrue(configs.toString().contains("name=ssl.key.password"));
        assertTrue(configs.toString().contains("value=(hidden)"));
    }

    @Test
    void arraysStartEmptyAndTakeMore() {
        MetadataRequest request = new MetadataRequest();
        request.topics().add(new MetadataRequestTopic().name("t"));
        assertEquals(1, request.topics().size());
        assertNull(request.topics(null).topics());
    }

    @Test
    void nullInAFieldThatIsNeverNullIsRefusedAtOnce() {
        NullPointerException e = assertThrows(NullPointerException.class, () -> new FetchRequest().topics(null));
        assertEquals("FetchRequest.topics", e.getMessage());
        assertThrows(NullPointerException.class, () -> new MetadataRequestTopic().topicId(null));
    }

    @Test
    void refusalsNameFieldAndVersion() {
        ByteBuf out = Unpooled.buffer();
        UnsupportedVersionException lost = assertThrows(
                UnsupportedVersionException.class,
                () -> new UpdateFeaturesRequest().validateOnly(true).write(WireWriter.to(out), 0));
        assertEquals(
                "UpdateFeaturesRequest.validateOnly is set, and version 0 of the message does not carry it",
                lost.getMessage());
        UnsupportedVersionException nothing = assertThrows(
                UnsupportedVersionException.class,
                () -> new MetadataRequest().topics(null).write(WireWriter.to(out), 0));
        assertEquals(
                "MetadataRequest.topics is null, and version 0 of the message has no null for it",
                nothing.getMessage());
        UnsupportedVersionException version =
                assertThrows(UnsupportedVersionException.class, () -> FetchRequest.read(out, 3));
        assertEquals("FetchRequest has no version 3: it has 4 to 18", version.getMessage());
        FetchRequest tagged = new FetchRequest();
        tagged.unknownTaggedFields().add(new UnknownTaggedField(40, new byte[1]));
        UnsupportedVersionException tags =
                assertThrows(UnsupportedVersionException.class, () -> tagged.write(WireWriter.to(out), 11));
        assertEquals(
                "FetchRequest has unknown tagged fields, and version 11 of the message carries none",
                tags.getMessage());
    }

    @Test
    void malformedMessagesNameTheField() {
        ByteBuf in = Unpooled.buffer();
        in.writeInt(1).writeShort(10);
        MalformedMessageException e = assertThrows(MalformedMessageException.class, () -> MetadataRequest.read(in, 0));
        assertEquals("MetadataRequest.MetadataRequestTopic.name: 10 bytes needed, 0 left", e.getMessage());
    }

    @Test
    void clientIdIsNeverCompact() {
        ByteBuf out = Unpooled.buffer();
        RequestHeader header = new RequestHeader()
                .requestApiKey((short) 18)
                .requestApiVersion((short) 3)
                .correlationId(1)
                .clientId("ab");
        header.write(WireWriter.to(out), 2);
        assertEquals(2 + 2 + 4 + 2 + 2 + 1, out.readableBytes());
        assertEquals(2, out.getShort(8));
        assertEquals(header, RequestHeader.read(out, 2));
    }

    @Test
    void taggedStructsAreMadeWhenAskedFor() {
        PartitionData partition = new PartitionData();
        assertEquals(new PartitionData(), partition);
        assertEquals(-1, partition.currentLeader().leaderId());
        assertSame(partition.currentLeader(), partition.currentLeader());
        assertEquals(new PartitionData(), partition);
        assertEquals(new PartitionData().hashCode(), partition.hashCode());
        partition.currentLeader().leaderId(4);
        assertNotEquals(new PartitionData(), partition);
    }

    @Test
    void nullableStructsMayBeNull() {
        DescribeTopicPartitionsResponse response = new DescribeTopicPartitionsResponse();
        assertNull(response.nextCursor());
        assertNull(new DescribeTopicPartitionsResponsePartition().eligibleLeaderReplicas());
    }
}
