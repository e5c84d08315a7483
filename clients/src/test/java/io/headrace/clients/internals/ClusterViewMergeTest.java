package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.headrace.common.Cluster;
import io.headrace.common.Node;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterViewMergeTest {

    private static final Uuid ID = new Uuid(1, 2);

    private static MetadataResponse answer(MetadataResponseTopic... topics) {
        MetadataResponse answer = new MetadataResponse().clusterId("c").controllerId(1);
        for (int id = 0; id < 2; id++) {
            answer.brokers()
                    .add(new MetadataResponseBroker().nodeId(id).host("h" + id).port(9_092));
        }
        answer.topics().addAll(List.of(topics));
        return answer;
    }

    private static MetadataResponseTopic topic(String name, Uuid id, int leader, int epoch) {
        MetadataResponseTopic topic = new MetadataResponseTopic().name(name).topicId(id);
        topic.partitions()
                .add(new MetadataResponsePartition()
                        .partitionIndex(0)
                        .leaderId(leader)
                        .leaderEpoch(epoch)
                        .replicaNodes(List.of(0, 1, 7))
                        .isrNodes(List.of(0)));
        return topic;
    }

    private static ClusterView next(ClusterView previous, boolean isFull, MetadataResponseTopic... topics) {
        return ClusterViewMerge.next(previous, answer(topics), isFull, name -> !name.equals("unwanted"));
    }

    @Test
    void anAnswerBecomesAView() {
        ClusterView view = next(ClusterView.EMPTY, true, topic("t", ID, 1, 3));
        assertEquals(1, view.version());
        assertEquals("c", view.clusterId());
        assertEquals(new Node(1, "h1", 9_092), view.controller());
        assertEquals(view.node(1), view.leader("t", 0));
        assertSame(view.topic("t"), view.topic(ID));
        assertNull(view.leader("t", 1));
        assertNull(view.topic("other"));
        Cluster cluster = view.toCluster();
        assertEquals(1, cluster.partitionCountForTopic("t"));
        assertEquals(ID, cluster.topicId("t"));
        assertEquals(7, cluster.partitionsForTopic("t").get(0).replicas()[2].id());
    }

    @Test
    void leaderEpochsDoNotGoBackUnlessTheTopicIsAnother() {
        ClusterView view = next(ClusterView.EMPTY, true, topic("t", ID, 1, 3));
        assertEquals(
                1,
                next(view, true, topic("t", ID, 0, 2)).topic("t").partition(0).leaderId());
        assertEquals(
                0,
                next(view, true, topic("t", ID, 0, 3)).topic("t").partition(0).leaderId());
        assertEquals(
                0,
                next(view, true, topic("t", ID, 0, 4)).topic("t").partition(0).leaderId());
        assertEquals(
                0,
                next(view, true, topic("t", new Uuid(3, 4), 0, 0))
                        .topic("t")
                        .partition(0)
                        .leaderId());
        assertEquals(
                0,
                next(view, true, topic("t", ID, 0, -1)).topic("t").partition(0).leaderId());
    }

    @Test
    void anAnswerAboutSomeTopicsKeepsTheOthers() {
        ClusterView view = next(ClusterView.EMPTY, true, topic("a", ID, 1, 3), topic("unwanted", new Uuid(5, 6), 1, 1));
        ClusterView partial = next(view, false, topic("b", new Uuid(3, 4), 0, 0));
        assertNotNull(partial.topic("a"));
        assertNotNull(partial.topic("b"));
        assertNull(partial.topic("unwanted"));
        assertNull(next(view, true, topic("b", new Uuid(3, 4), 0, 0)).topic("a"));
    }

    @Test
    void errorsAreKeptInsteadOfTopics() {
        ClusterView view = next(ClusterView.EMPTY, true, topic("t", ID, 1, 3));
        MetadataResponseTopic error =
                new MetadataResponseTopic().name("t").errorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
        ClusterView refused = next(view, true, error);
        assertNull(refused.topic("t"));
        assertEquals(Errors.TOPIC_AUTHORIZATION_FAILED, refused.topicError("t"));
        assertEquals(java.util.Set.of("t"), refused.toCluster().unauthorizedTopics());
        assertEquals(Errors.NONE, next(refused, true, topic("t", ID, 1, 3)).topicError("t"));
    }

    @Test
    void impossiblePartitionsAreLeftOut() {
        MetadataResponseTopic topic = topic("t", ID, 1, 3);
        topic.partitions()
                .add(new MetadataResponsePartition()
                        .partitionIndex(Integer.MAX_VALUE)
                        .leaderId(1));
        topic.partitions()
                .add(new MetadataResponsePartition().partitionIndex(-1).leaderId(1));
        TopicView view = next(ClusterView.EMPTY, true, topic).topic("t");
        assertEquals(3, view.partitionCount());
        assertEquals(1, view.partition(0).leaderId());
        assertEquals(-1, view.partition(1).leaderId());
    }
}
