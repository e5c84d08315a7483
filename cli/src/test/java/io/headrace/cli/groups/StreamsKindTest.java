package io.headrace.cli.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.clients.admin.StreamsGroupDescription;
import io.headrace.clients.admin.StreamsGroupMemberAssignment;
import io.headrace.clients.admin.StreamsGroupMemberAssignment.TaskIds;
import io.headrace.clients.admin.StreamsGroupMemberDescription;
import io.headrace.clients.admin.StreamsGroupSubtopologyDescription;
import io.headrace.common.GroupState;
import io.headrace.common.Node;
import io.headrace.common.TopicPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamsKindTest {
    private static final StreamsGroupMemberAssignment NOTHING =
            new StreamsGroupMemberAssignment(List.of(), List.of(), List.of());

    @Test
    void aTaskReadsItsPartitionOfEachTopicThatItsSubtopologyReads() {
        StreamsGroupMemberAssignment assignment = new StreamsGroupMemberAssignment(
                List.of(new TaskIds("1", List.of(2, 0))),
                List.of(new TaskIds("0", List.of(1))),
                List.of(new TaskIds("1", List.of(3))));
        GroupView view = StreamsKind.view(group(member("m", assignment)));
        assertEquals("Streams", view.type().toString());
        GroupView.MemberView member = view.members().get(0);
        assertEquals(List.of("1_0", "1_2"), member.tasks());
        assertEquals(List.of("0_1", "1_3"), member.standby());
        assertEquals(
                Set.of(
                        new TopicPartition("b", 0),
                        new TopicPartition("b", 2),
                        new TopicPartition("again", 0),
                        new TopicPartition("again", 2)),
                member.reads());
    }

    @Test
    void aMemberWithoutTasksReadsNothing() {
        GroupView.MemberView member =
                StreamsKind.view(group(member("m", NOTHING))).members().get(0);
        assertEquals(List.of(), member.tasks());
        assertEquals(Set.of(), member.reads());
    }

    private static StreamsGroupDescription group(StreamsGroupMemberDescription member) {
        return new StreamsGroupDescription(
                "g",
                1,
                1,
                1,
                List.of(
                        new StreamsGroupSubtopologyDescription("0", List.of("a"), List.of("again"), Map.of(), Map.of()),
                        new StreamsGroupSubtopologyDescription(
                                "1",
                                List.of("b"),
                                List.of(),
                                Map.of(),
                                Map.of("again", new StreamsGroupSubtopologyDescription.TopicInfo(4, 1, Map.of())))),
                List.of(member),
                GroupState.STABLE,
                new Node(1, "h", 9092),
                Set.of());
    }

    private static StreamsGroupMemberDescription member(String id, StreamsGroupMemberAssignment assignment) {
        return new StreamsGroupMemberDescription(
                id,
                1,
                Optional.empty(),
                Optional.empty(),
                "client",
                "host",
                1,
                "process",
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                assignment,
                assignment,
                false);
    }
}
