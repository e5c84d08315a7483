package io.headrace.group.consumer;

import io.headrace.group.assignor.Assignors;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse.Assignment;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse.DescribedGroup;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse.Member;
import io.headrace.protocol.message.ConsumerGroupDescribeResponse.TopicPartitions;
import java.util.ArrayList;
import java.util.List;

/** A consumer group as ConsumerGroupDescribe shows it. Pure. */
final class ConsumerDescription {
    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;

    private ConsumerDescription() {}

    static DescribedGroup of(ConsumerGroup group, ClusterImage image, Assignors assignors) {
        List<Member> members = new ArrayList<>();
        group.members().values().forEach(member -> members.add(member(group, member, image)));
        return new DescribedGroup()
                .groupId(group.groupId())
                .groupState(group.state().toString())
                .groupEpoch(group.epoch())
                .assignmentEpoch(group.assignmentEpoch())
                .assignorName(assignors
                        .orDefault(TargetAssignment.vote(group, assignors))
                        .name())
                .members(members);
    }

    private static Member member(ConsumerGroup group, ConsumerMember member, ClusterImage image) {
        MemberMetadata metadata = member.metadata();
        return new Member()
                .memberId(member.id())
                .memberEpoch(member.epoch())
                .instanceId(metadata.instanceId())
                .rackId(metadata.rackId())
                .clientId(metadata.clientId())
                .clientHost(metadata.clientHost())
                .subscribedTopicNames(List.copyOf(metadata.topics()))
                .subscribedTopicRegex(metadata.regex())
                .assignment(assignment(member.current().assigned().partitions(), image))
                .targetAssignment(assignment(group.target(member.id()), image))
                .memberType(member.isClassic() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
    }

    private static Assignment assignment(PartitionSet partitions, ClusterImage image) {
        List<TopicPartitions> topics = new ArrayList<>();
        partitions.topics().forEach(id -> {
            TopicImage topic = image.topic(id);
            if (topic != null) {
                topics.add(new TopicPartitions()
                        .topicId(id)
                        .topicName(topic.name())
                        .partitions(partitions.partitions(id)));
            }
        });
        return new Assignment().topicPartitions(topics);
    }
}
