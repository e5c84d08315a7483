package io.headrace.group.classic;

import io.headrace.common.GroupState;
import io.headrace.common.protocol.Errors;
import io.headrace.group.model.Group;
import io.headrace.group.model.GroupDirectory;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.headrace.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import java.util.ArrayList;
import java.util.List;

/** Answers DescribeGroups. Changes nothing. */
final class ClassicDescription {
    /** From that version on a group that is not there is an error; before, it is dead (KIP-1043). */
    private static final int NOT_FOUND_VERSION = 6;

    private final GroupDirectory groups;

    ClassicDescription(GroupDirectory groups) {
        this.groups = groups;
    }

    /** The group; what members offer and have is told only while it is stable. */
    DescribedGroup of(String groupId, int apiVersion) {
        Group found = groups.find(groupId);
        if (!(found instanceof ClassicGroup group)) {
            return missing(groupId, apiVersion, found == null);
        }
        boolean stable = group.is(ClassicState.STABLE);
        List<DescribedGroupMember> members = new ArrayList<>(group.members().size());
        for (ClassicMember member : group.members()) {
            members.add(new DescribedGroupMember()
                    .memberId(member.memberId())
                    .groupInstanceId(member.instanceId())
                    .clientId(member.clientId())
                    .clientHost(member.clientHost())
                    .memberMetadata(stable ? member.metadata(group.protocolName()) : ClassicMember.NOTHING)
                    .memberAssignment(stable ? member.assignment() : ClassicMember.NOTHING));
        }
        return new DescribedGroup()
                .groupId(groupId)
                .groupState(group.state().toString())
                .protocolType(group.protocolType())
                .protocolData(stable && group.protocolName() != null ? group.protocolName() : "")
                .members(members);
    }

    private static DescribedGroup missing(String groupId, int apiVersion, boolean nowhere) {
        DescribedGroup dead = new DescribedGroup().groupId(groupId).groupState(GroupState.DEAD.toString());
        if (apiVersion >= NOT_FOUND_VERSION) {
            dead.errorCode(Errors.GROUP_ID_NOT_FOUND.code())
                    .errorMessage(
                            nowhere
                                    ? "Group " + groupId + " not found."
                                    : "Group " + groupId + " is not a classic group.");
        }
        return dead;
    }
}
