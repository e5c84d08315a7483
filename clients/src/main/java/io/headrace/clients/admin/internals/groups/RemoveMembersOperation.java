package io.headrace.clients.admin.internals.groups;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Removes members from a group (LeaveGroup in their name). */
public final class RemoveMembersOperation implements Operation<RemoveMembersOperation.Leaving, Void> {

    /**
     * A member that is to leave.
     *
     * @param memberId empty for a static member, whose instance id suffices
     * @param groupInstanceId null for a dynamic member
     */
    public record Leaving(String memberId, String groupInstanceId) {}

    private static final int SEVERAL_MEMBERS = 3;

    /** Coordinators write it to their logs; longer ones are cut, as consumers do (KIP-800). */
    private static final int LONGEST_REASON = 255;

    private final String groupId;
    private final String reason;

    /** @param reason null when there is none */
    public RemoveMembersOperation(String groupId, String reason) {
        this.groupId = groupId;
        String told = reason == null || reason.isEmpty()
                ? "member was removed by an admin"
                : "member was removed by an admin: " + reason;
        this.reason = told.substring(0, Math.min(LONGEST_REASON, told.length()));
    }

    @Override
    public String what(Leaving item) {
        return "member " + (item.groupInstanceId() == null ? item.memberId() : item.groupInstanceId())
                + " to be removed from group " + groupId;
    }

    @Override
    public Route route(Leaving item) {
        return Route.group(groupId);
    }

    @Override
    public Call call(List<Leaving> items, int timeoutMs) {
        LeaveGroupRequest request = new LeaveGroupRequest().groupId(groupId);
        items.forEach(item -> request.members()
                .add(new MemberIdentity()
                        .memberId(item.memberId())
                        .groupInstanceId(item.groupInstanceId())
                        .reason(reason)));
        return Call.of(request, SEVERAL_MEMBERS, ApiKey.LEAVE_GROUP.highestStableVersion());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Leaving> items, Answers<Leaving, Void> answers) {
        LeaveGroupResponse left = (LeaveGroupResponse) response;
        Errors groupError = Errors.forCode(left.errorCode());
        for (Leaving item : items) {
            if (groupError != Errors.NONE) {
                GroupAnswers.failed(answers, item, groupId, groupError, null);
                continue;
            }
            left.members().stream()
                    .filter(member -> isAbout(member, item))
                    .findFirst()
                    .ifPresent(member -> {
                        Errors error = Errors.forCode(member.errorCode());
                        if (error == Errors.NONE) {
                            answers.succeed(item, null);
                        } else {
                            GroupAnswers.failed(answers, item, groupId, error, null);
                        }
                    });
        }
    }

    private static boolean isAbout(LeaveGroupResponse.MemberResponse member, Leaving item) {
        return item.groupInstanceId() == null
                ? Objects.equals(member.memberId(), item.memberId())
                : Objects.equals(member.groupInstanceId(), item.groupInstanceId());
    }
}
