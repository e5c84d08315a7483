package io.headrace.clients.consumer;

import io.headrace.clients.consumer.internals.assignor.AbstractPartitionAssignor;
import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Deals all partitions out one by one, topics in order of their names, members in turn; a member that does not subscribe to
 * a topic is passed over. Members with the same subscription differ by one partition at most.
 *
 * <pre>
 *   topics a and b with 3 partitions each, members m1 and m2:
 *   m1: a-0 a-2 b-1      m2: a-1 b-0 b-2
 * </pre>
 *
 * <p>Members are in the order of {@code group.instance.id} where all have one, so that static members get the same
 * partitions after a restart. The result is what Apache Kafka's assignor of the same name gives.
 */
public class RoundRobinAssignor extends AbstractPartitionAssignor {

    /** Its name in the group protocol. */
    public static final String ROUNDROBIN_ASSIGNOR_NAME = "roundrobin";

    @Override
    public String name() {
        return ROUNDROBIN_ASSIGNOR_NAME;
    }

    @Override
    public Map<String, List<TopicPartition>> assign(
            Map<String, Integer> partitionsPerTopic, Map<String, Subscription> subscriptions) {
        Map<String, List<TopicPartition>> assignment = new HashMap<>();
        List<MemberInfo> members = new ArrayList<>();
        TreeSet<String> topics = new TreeSet<>();
        subscriptions.forEach((member, subscription) -> {
            assignment.put(member, new ArrayList<>());
            members.add(new MemberInfo(member, subscription.groupInstanceId()));
            topics.addAll(subscription.topics());
        });
        members.sort(null);
        int turn = 0;
        for (String topic : topics) {
            for (TopicPartition partition : partitions(topic, partitionsPerTopic.getOrDefault(topic, 0))) {
                while (!subscriptions
                        .get(members.get(turn % members.size()).memberId)
                        .topics()
                        .contains(topic)) {
                    turn++;
                }
                assignment.get(members.get(turn % members.size()).memberId).add(partition);
                turn++;
            }
        }
        return assignment;
    }
}
