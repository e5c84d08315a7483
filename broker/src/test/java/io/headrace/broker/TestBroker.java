package io.headrace.broker;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.common.Uuid;
import io.headrace.common.header.Header;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopicConfig;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import io.headrace.protocol.message.ProduceResponse;
import io.headrace.protocol.message.ProduceResponse.PartitionProduceResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.RecordBytes;
import io.headrace.record.BatchBuilder;
import io.headrace.record.BatchCursor;
import io.headrace.record.RecordCursor;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Brokers, batches and requests for tests. */
public final class TestBroker {

    private TestBroker() {}

    /** Starts a broker on any port, with further settings as key, value, key, value. */
    public static HeadraceBroker start(Path directory, String... settings) {
        Map<String, String> all = new HashMap<>();
        all.put("node.id", "1");
        all.put("log.dirs", directory.toString());
        all.put("listeners", "PLAINTEXT://localhost:0");
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return HeadraceBroker.start(all);
    }

    /** Creates a topic, and gives its id. Settings as key, value, key, value. */
    public static Uuid createTopic(RawClient client, String name, int partitions, String... settings) {
        CreatableTopic topic =
                new CreatableTopic().name(name).numPartitions(partitions).replicationFactor((short) 1);
        for (int i = 0; i < settings.length; i += 2) {
            topic.configs().add(new CreatableTopicConfig().name(settings[i]).value(settings[i + 1]));
        }
        CreateTopicsResponse response =
                client.call(new CreateTopicsRequest().topics(new ArrayList<>(List.of(topic))), 7);
        if (response.topics().get(0).errorCode() != 0) {
            throw new AssertionError(response.topics().get(0));
        }
        return response.topics().get(0).topicId();
    }

    /** A batch of records with these values, without keys. */
    public static RecordBytes batch(String... values) {
        return batch(-1, (short) -1, -1, values);
    }

    /** A batch of an idempotent producer. */
    public static RecordBytes batch(long producerId, short epoch, int sequence, String... values) {
        try (BatchBuilder builder = builder()) {
            if (producerId >= 0) {
                builder.producer(producerId, epoch, sequence);
            }
            for (String value : values) {
                builder.append(System.currentTimeMillis(), null, value.getBytes(StandardCharsets.UTF_8), new Header[0]);
            }
            return copyOf(builder.seal());
        }
    }

    /** A builder of uncompressed batches. */
    public static BatchBuilder builder() {
        return new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.of(CompressionType.NONE), 1024);
    }

    /** Copies a batch to the heap, and releases it. */
    public static RecordBytes copyOf(ByteBuf sealed) {
        byte[] bytes = new byte[sealed.readableBytes()];
        sealed.readBytes(bytes);
        sealed.release();
        return new BufferRecordBytes(Unpooled.wrappedBuffer(bytes));
    }

    /** A produce request for one partition. */
    public static ProduceRequest produce(String topic, int partition, int acks, RecordBytes records) {
        return new ProduceRequest()
                .acks((short) acks)
                .timeoutMs(30_000)
                .topicData(List.of(new TopicProduceData()
                        .name(topic)
                        .partitionData(List.of(
                                new PartitionProduceData().index(partition).records(records)))));
    }

    /** The answer for the one partition of a produce request. */
    public static PartitionProduceResponse produced(ProduceResponse response) {
        return response.responses().get(0).partitionResponses().get(0);
    }

    /** A fetch outside of sessions, by name, for version 12 and below. */
    public static FetchRequest fetch(String topic, int partition, long offset, int minBytes, int maxWaitMs) {
        return new FetchRequest()
                .maxWaitMs(maxWaitMs)
                .minBytes(minBytes)
                .maxBytes(Integer.MAX_VALUE)
                .topics(List.of(new FetchTopic().topic(topic).partitions(List.of(wanted(partition, offset)))));
    }

    /** What a fetch wants of one partition. */
    public static FetchPartition wanted(int partition, long offset) {
        return new FetchPartition().partition(partition).fetchOffset(offset).partitionMaxBytes(1024 * 1024);
    }

    /** The answer for the one partition of a fetch. */
    public static FetchResponse.PartitionData fetched(FetchResponse response) {
        if (response.errorCode() != 0) {
            throw new AssertionError(response);
        }
        return response.responses().get(0).partitions().get(0);
    }

    /** The values of all whole batches. */
    public static List<String> values(RecordBytes records) {
        List<String> values = new ArrayList<>();
        BatchCursor batches = new BatchCursor(((BufferRecordBytes) records).buffer());
        try (RecordCursor cursor = new RecordCursor(UnpooledByteBufAllocator.DEFAULT, 64 << 20)) {
            while (batches.nextVerified()) {
                cursor.open(batches.batch());
                while (cursor.next()) {
                    values.add(new String(cursor.value(), StandardCharsets.UTF_8));
                }
            }
        }
        return values;
    }
}
