package io.headrace.interop.odd;

import io.headrace.common.Uuid;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteRecordsRequest;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsPartition;
import io.headrace.protocol.message.DeleteRecordsRequest.DeleteRecordsTopic;
import io.headrace.protocol.message.FetchRequest;
import io.headrace.protocol.message.FetchRequest.FetchPartition;
import io.headrace.protocol.message.FetchRequest.FetchTopic;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderPartition;
import io.headrace.protocol.message.OffsetForLeaderEpochRequest.OffsetForLeaderTopic;
import io.headrace.protocol.message.ProduceRequest;
import io.headrace.protocol.message.ProduceRequest.PartitionProduceData;
import io.headrace.protocol.message.ProduceRequest.TopicProduceData;
import java.util.List;

/** Records: written, read, looked up and deleted with requests that make no sense. */
final class RecordCases {

    static final CaseList ALL = new CaseList();

    private static final int TIMEOUT_MS = 30_000;

    static {
        produce("a partition that is not there", (r, t, p) -> p.index(9));
        produce("a negative partition", (r, t, p) -> p.index(-1));
        produce("acks that are none", (r, t, p) -> r.acks((short) 2));
        produce("acks of -2", (r, t, p) -> r.acks((short) -2));
        // Apache's broker never answers that, so one version has to do.
        produceFrom(13, "no batch", (r, t, p) -> p.records(null));
        produce("an empty batch", (r, t, p) -> p.records(Batches.bytes(new byte[0])));
        produce("a torn batch", (r, t, p) -> p.records(Batches.bent(b -> java.util.Arrays.copyOf(b, b.length - 3))));
        produce("a wrong checksum", (r, t, p) -> p.records(Batches.bent(b -> Batches.flip(b, b.length - 1))));
        produce("an unknown format", (r, t, p) -> p.records(Batches.bent(b -> Batches.set(b, 16, 9))));
        produce("the first format", (r, t, p) -> p.records(Batches.bent(b -> Batches.set(b, 16, 0))));
        produce("a batch that starts at offset 7", (r, t, p) -> p.records(Batches.bent(b -> Batches.set(b, 7, 7))));
        produce("two batches", (r, t, p) -> p.records(Batches.twice()));
        produce("a control batch", (r, t, p) -> p.records(Batches.control()));
        produce("a count that is wrong", (r, t, p) -> p.records(Batches.resealed(b -> Batches.set(b, 60, 5))));
        produce("an unknown codec", (r, t, p) -> p.records(Batches.resealed(b -> Batches.set(b, 22, 6))));
        produce("a codec that was not used", (r, t, p) -> p.records(Batches.resealed(b -> Batches.set(b, 22, 1))));
        produce("a sequence that does not start at 0", (r, t, p) -> p.records(Batches.idempotent(77, 0, 5)));
        produce("a producer id and no more", (r, t, p) -> p.records(Batches.resealed(b -> Batches.set(b, 50, 78))));
        produce(
                "a producer id of which half is missing",
                (r, t, p) -> p.records(Batches.resealed(b -> Batches.set(Batches.set(b, 50, 79), 52, 0))));
        produce(
                "a transactional batch of no transactional producer",
                (r, t, p) -> p.records(Batches.transactional(80, 0, 0)));
        produce("a transactional id and no transactional batch", (r, t, p) -> r.transactionalId("plain"));
        produce("an empty transactional id", (r, t, p) -> r.transactionalId(""));
        produce("a transactional id that nobody has", (r, t, p) -> {
            r.transactionalId("nobody");
            p.records(Batches.transactional(81, 0, 0));
        });
        produce("a batch that is too large", (r, t, p) -> p.records(Batches.large(1_100_000)));
        produce(
                "a timestamp far in the future",
                (r, t, p) -> p.records(Batches.at(System.currentTimeMillis() + 90L * 24 * 3_600_000)));
        produce("a negative timeout", (r, t, p) -> r.timeoutMs(-1));
        produce("no partitions", (r, t, p) -> t.partitionData(List.of()));
        produce("a partition twice", (r, t, p) -> t.partitionData(List.of(p, p)));
        produce("a topic twice", (r, t, p) -> r.topicData(List.of(t, t)));
        ALL.add(ApiKey.PRODUCE, 3, 12, "a topic that is not there", (scene, version) -> production("absent", null));
        ALL.add(ApiKey.PRODUCE, 3, 12, "an empty name", (scene, version) -> production("", null));
        ALL.add(ApiKey.PRODUCE, 3, 12, "a name that no topic can have", (scene, version) -> production("a/b", null));
        ALL.add(ApiKey.PRODUCE, 13, "an id that is not there", (scene, version) -> production("", new Uuid(1, 2)));
        ALL.add(ApiKey.PRODUCE, 13, "no id", (scene, version) -> production("", null));
        ALL.add(
                ApiKey.PRODUCE,
                3,
                12,
                "the topic of committed offsets",
                (scene, version) -> production("__consumer_offsets", null));

        fetch("a partition that is not there", (r, t, p) -> p.partition(9));
        fetch("a negative partition", (r, t, p) -> p.partition(-1));
        fetch("a negative offset", (r, t, p) -> p.fetchOffset(-1));
        fetch("an offset behind the end", (r, t, p) -> p.fetchOffset(99));
        fetch("no bytes", (r, t, p) -> p.partitionMaxBytes(0));
        fetch("negative bytes", (r, t, p) -> p.partitionMaxBytes(-1));
        fetch("no bytes in all", (r, t, p) -> r.maxBytes(0));
        fetch("negative bytes in all", (r, t, p) -> r.maxBytes(-1));
        fetch("a negative time to wait", (r, t, p) -> r.maxWaitMs(-1));
        fetch("an unknown isolation level", (r, t, p) -> r.isolationLevel((byte) 7));
        fetch("a partition twice", (r, t, p) -> t.partitions(List.of(p, p)));
        fetch("a topic twice", (r, t, p) -> r.topics(List.of(t, t)));
        fetchFrom(
                7, "a session that is not there", (r, t, p) -> r.sessionId(123).sessionEpoch(1));
        fetchFrom(
                7,
                "the end of a session that is not there",
                (r, t, p) -> r.sessionId(123).sessionEpoch(-1));
        fetchFrom(
                7, "a new session with a number", (r, t, p) -> r.sessionId(123).sessionEpoch(0));
        fetchFrom(7, "an epoch without session", (r, t, p) -> r.sessionId(0).sessionEpoch(5));
        fetchFrom(9, "a leader epoch to come", (r, t, p) -> p.currentLeaderEpoch(50));
        fetchFrom(12, "a last epoch to come", (r, t, p) -> p.lastFetchedEpoch(50));
        fetchFrom(12, "another cluster", (r, t, p) -> r.clusterId("another"));
        ALL.add(
                ApiKey.FETCH,
                4,
                14,
                "a replica that is none",
                (scene, version) -> fetchOf(scene, version, (r, t, p) -> r.replicaId(5)));
        ALL.add(ApiKey.FETCH, 4, 12, "a topic that is not there", (scene, version) -> fetching("absent", null));
        ALL.add(ApiKey.FETCH, 4, 12, "an empty name", (scene, version) -> fetching("", null));
        ALL.add(ApiKey.FETCH, 13, "an id that is not there", (scene, version) -> fetching("", new Uuid(1, 2)));
        ALL.add(ApiKey.FETCH, 13, "no id", (scene, version) -> fetching("", null));

        offsets("a partition that is not there", (r, t, p) -> p.partitionIndex(9));
        offsets("a negative partition", (r, t, p) -> p.partitionIndex(-1));
        offsets("a topic that is not there", (r, t, p) -> t.name("absent"));
        offsets("an empty name", (r, t, p) -> t.name(""));
        offsets("a special time that is none", (r, t, p) -> p.timestamp(-77));
        offsets("the newest record's offset", (r, t, p) -> p.timestamp(-3));
        offsets("the earliest local offset", (r, t, p) -> p.timestamp(-4));
        offsets("the latest tiered offset", (r, t, p) -> p.timestamp(-5));
        offsets("the earliest offset to be tiered", (r, t, p) -> p.timestamp(-6));
        offsets("a partition twice", (r, t, p) -> t.partitions(List.of(p, p)));
        offsets("a replica that is none", (r, t, p) -> r.replicaId(5));
        offsets("a debugging replica", (r, t, p) -> r.replicaId(-2));
        offsetsFrom(2, "an unknown isolation level", (r, t, p) -> r.isolationLevel((byte) 7));
        offsetsFrom(4, "a leader epoch to come", (r, t, p) -> p.currentLeaderEpoch(50));

        epochs("a partition that is not there", (t, p) -> p.partition(9));
        epochs("a topic that is not there", (t, p) -> t.topic("absent"));
        epochs("an empty name", (t, p) -> t.topic(""));
        epochs("a leader epoch to come", (t, p) -> p.currentLeaderEpoch(50));
        epochs("an epoch to come", (t, p) -> p.leaderEpoch(50));
        epochs("a negative epoch", (t, p) -> p.leaderEpoch(-7));
        epochs("a partition twice", (t, p) -> t.partitions(List.of(p, p)));

        deletion("a partition that is not there", (t, p) -> p.partitionIndex(9));
        deletion("a topic that is not there", (t, p) -> t.name("absent"));
        deletion("an empty name", (t, p) -> t.name(""));
        deletion("an offset behind the end", (t, p) -> p.offset(99));
        deletion("an offset of -2", (t, p) -> p.offset(-2));
        deletion("the topic of committed offsets", (t, p) -> t.name("__consumer_offsets"));
        deletion("a partition twice", (t, p) -> t.partitions(List.of(p, p)));
        deletion("the same again", (t, p) -> {});
    }

    private RecordCases() {}

    private interface OddProduce {
        void make(ProduceRequest request, TopicProduceData topic, PartitionProduceData partition);
    }

    private static void produce(String name, OddProduce odd) {
        produceFrom(3, name, odd);
    }

    private static void produceFrom(int from, String name, OddProduce odd) {
        ALL.add(ApiKey.PRODUCE, from, name, (scene, version) -> {
            Uuid id = scene.topic(scene.name("t"), 1);
            ProduceRequest request = version < 13 ? production(scene.name("t"), null) : production("", id);
            TopicProduceData topic = request.topicData().get(0);
            odd.make(request, topic, topic.partitionData().get(0));
            return request;
        });
    }

    private static ProduceRequest production(String name, Uuid id) {
        TopicProduceData topic = new TopicProduceData()
                .name(name)
                .partitionData(List.of(new PartitionProduceData().index(0).records(Batches.plain())));
        if (id != null) {
            topic.topicId(id);
        }
        return new ProduceRequest().acks((short) -1).timeoutMs(TIMEOUT_MS).topicData(List.of(topic));
    }

    private interface OddFetch {
        void make(FetchRequest request, FetchTopic topic, FetchPartition partition);
    }

    private static void fetch(String name, OddFetch odd) {
        fetchFrom(4, name, odd);
    }

    private static void fetchFrom(int from, String name, OddFetch odd) {
        ALL.add(ApiKey.FETCH, from, name, (scene, version) -> fetchOf(scene, version, odd));
    }

    private static ApiMessage fetchOf(Scene scene, int version, OddFetch odd) throws Exception {
        Uuid id = scene.topic(scene.name("t"), 1);
        scene.call(production(scene.name("t"), null), 9);
        FetchRequest request = version < 13 ? fetching(scene.name("t"), null) : fetching("", id);
        FetchTopic topic = request.topics().get(0);
        odd.make(request, topic, topic.partitions().get(0));
        return request;
    }

    private static FetchRequest fetching(String name, Uuid id) {
        FetchTopic topic = new FetchTopic()
                .topic(name)
                .partitions(
                        List.of(new FetchPartition().partition(0).fetchOffset(0).partitionMaxBytes(1_000_000)));
        if (id != null) {
            topic.topicId(id);
        }
        return new FetchRequest()
                .maxWaitMs(1)
                .minBytes(1)
                .maxBytes(1_000_000)
                .sessionEpoch(-1)
                .topics(List.of(topic));
    }

    private interface OddOffsets {
        void make(ListOffsetsRequest request, ListOffsetsTopic topic, ListOffsetsPartition partition);
    }

    private static void offsets(String name, OddOffsets odd) {
        offsetsFrom(1, name, odd);
    }

    private static void offsetsFrom(int from, String name, OddOffsets odd) {
        ALL.add(ApiKey.LIST_OFFSETS, from, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            ListOffsetsPartition partition =
                    new ListOffsetsPartition().partitionIndex(0).timestamp(-1);
            ListOffsetsTopic topic =
                    new ListOffsetsTopic().name(scene.name("t")).partitions(List.of(partition));
            ListOffsetsRequest request = new ListOffsetsRequest().replicaId(-1).topics(List.of(topic));
            if (version >= 10) {
                request.timeoutMs(TIMEOUT_MS);
            }
            odd.make(request, topic, partition);
            return request;
        });
    }

    private interface OddEpoch {
        void make(OffsetForLeaderTopic topic, OffsetForLeaderPartition partition);
    }

    private static void epochs(String name, OddEpoch odd) {
        ALL.add(ApiKey.OFFSET_FOR_LEADER_EPOCH, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            scene.call(production(scene.name("t"), null), 9);
            OffsetForLeaderPartition partition = new OffsetForLeaderPartition()
                    .partition(0)
                    .currentLeaderEpoch(-1)
                    .leaderEpoch(0);
            OffsetForLeaderTopic topic =
                    new OffsetForLeaderTopic().topic(scene.name("t")).partitions(List.of(partition));
            odd.make(topic, partition);
            OffsetForLeaderEpochRequest request = new OffsetForLeaderEpochRequest().topics(List.of(topic));
            return version < 3 ? request : request.replicaId(-1);
        });
    }

    private interface OddDeletion {
        void make(DeleteRecordsTopic topic, DeleteRecordsPartition partition);
    }

    private static void deletion(String name, OddDeletion odd) {
        ALL.add(ApiKey.DELETE_RECORDS, name, (scene, version) -> {
            scene.topic(scene.name("t"), 1);
            scene.call(production(scene.name("t"), null), 9);
            DeleteRecordsPartition partition =
                    new DeleteRecordsPartition().partitionIndex(0).offset(1);
            DeleteRecordsTopic topic =
                    new DeleteRecordsTopic().name(scene.name("t")).partitions(List.of(partition));
            DeleteRecordsRequest request =
                    new DeleteRecordsRequest().timeoutMs(TIMEOUT_MS).topics(List.of(topic));
            scene.call(request, 2);
            odd.make(topic, partition);
            return request;
        });
    }
}
