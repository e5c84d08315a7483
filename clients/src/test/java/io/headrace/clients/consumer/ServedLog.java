package io.headrace.clients.consumer;

import io.headrace.clients.fake.FakeCluster;
import io.headrace.clients.fake.Fault;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.FetchResponse;
import io.headrace.protocol.message.FetchResponse.FetchableTopicResponse;
import io.headrace.protocol.message.FetchResponse.PartitionData;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.headrace.protocol.message.ListOffsetsResponse.ListOffsetsTopicResponse;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.record.BatchBuilder;
import io.headrace.record.compress.Codec;
import io.headrace.record.compress.CompressionType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Lets a fake cluster serve fetches from one log per partition number, without sessions; a fetch at the end is answered at
 * once, with the order to wait a little.
 */
final class ServedLog implements FakeCluster.Mischief {

    private static final int WAIT_MS = 20;

    private final Map<Integer, TreeMap<Long, ByteBuf>> logs = new ConcurrentHashMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
    private volatile Predicate<ApiMessage> isStalled = request -> false;
    private volatile Predicate<ApiMessage> isCut = request -> false;

    ServedLog(FakeCluster cluster) {
        for (ApiKey key : new ApiKey[] {ApiKey.FETCH, ApiKey.LIST_OFFSETS}) {
            cluster.supports(key, key.lowestVersion(), key.highestStableVersion());
        }
        cluster.mischief(this);
    }

    /** Appends a batch with one record per value. */
    synchronized void append(int partition, String... values) {
        long base = ends.getOrDefault(partition, 0L);
        try (BatchBuilder builder =
                new BatchBuilder(UnpooledByteBufAllocator.DEFAULT, Codec.of(CompressionType.LZ4), 256)) {
            builder.baseOffset(base);
            for (String value : values) {
                builder.append(1_000, null, value.getBytes(StandardCharsets.UTF_8));
            }
            ByteBuf sealed = builder.seal();
            byte[] copy = new byte[sealed.readableBytes()];
            sealed.readBytes(copy);
            sealed.release();
            logs.computeIfAbsent(partition, p -> new TreeMap<>()).put(base, Unpooled.wrappedBuffer(copy));
        }
        ends.put(partition, base + values.length);
    }

    /** Requests that get no answer. */
    void stall(Predicate<ApiMessage> which) {
        isStalled = which;
    }

    /** Requests that end the connection. */
    void cut(Predicate<ApiMessage> which) {
        isCut = which;
    }

    @Override
    public Fault with(int brokerId, ApiMessage request, int version) {
        if (isStalled.test(request)) {
            return Fault.STALL;
        }
        if (isCut.test(request)) {
            return Fault.DISCONNECT;
        }
        if (request instanceof FetchRequest fetch) {
            return Fault.answer(fetch(fetch, version));
        }
        if (request instanceof ListOffsetsRequest list) {
            return Fault.answer(list(list));
        }
        return Fault.NONE;
    }

    private synchronized FetchResponse fetch(FetchRequest request, int version) {
        FetchResponse response = new FetchResponse();
        boolean isEmpty = true;
        for (FetchTopic topic : request.topics()) {
            FetchableTopicResponse answer = new FetchableTopicResponse();
            if (version >= 13) {
                answer.topicId(topic.topicId());
            } else {
                answer.topic(topic.topic());
            }
            for (FetchPartition wanted : topic.partitions()) {
                PartitionData data = read(wanted);
                isEmpty &= data.records().size() == 0;
                answer.partitions().add(data);
            }
            response.responses().add(answer);
        }
        return isEmpty ? response.throttleTimeMs(WAIT_MS) : response;
    }

    private PartitionData read(FetchPartition wanted) {
        long end = ends.getOrDefault(wanted.partition(), 0L);
        PartitionData data = new PartitionData()
                .partitionIndex(wanted.partition())
                .highWatermark(end)
                .lastStableOffset(end)
                .logStartOffset(0)
                .records(new BufferRecordBytes(Unpooled.EMPTY_BUFFER));
        if (wanted.fetchOffset() > end) {
            return data.errorCode(Errors.OFFSET_OUT_OF_RANGE.code());
        }
        TreeMap<Long, ByteBuf> log = logs.get(wanted.partition());
        if (log != null && wanted.fetchOffset() < end) {
            data.records(
                    new BufferRecordBytes(log.floorEntry(wanted.fetchOffset()).getValue()));
        }
        return data;
    }

    private synchronized ListOffsetsResponse list(ListOffsetsRequest request) {
        ListOffsetsResponse response = new ListOffsetsResponse();
        for (ListOffsetsTopic topic : request.topics()) {
            ListOffsetsTopicResponse answer = new ListOffsetsTopicResponse().name(topic.name());
            for (ListOffsetsPartition wanted : topic.partitions()) {
                long end = ends.getOrDefault(wanted.partitionIndex(), 0L);
                boolean isFuture = wanted.timestamp() > 1_000;
                answer.partitions()
                        .add(new ListOffsetsPartitionResponse()
                                .partitionIndex(wanted.partitionIndex())
                                .offset(wanted.timestamp() == -1 ? end : isFuture ? -1 : 0)
                                .timestamp(wanted.timestamp() < 0 || isFuture ? -1 : 1_000));
            }
            response.topics().add(answer);
        }
        return response;
    }
}
