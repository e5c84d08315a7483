package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.LeaveGroupRequest;
import io.headrace.protocol.message.LeaveGroupRequest.MemberIdentity;
import io.headrace.protocol.message.LeaveGroupResponse;
import java.util.List;

/** Members leave their group: one before version 3, several from then on (KIP-345). Coordinators see several only. */
final class LeaveGroupApi extends GroupApi<LeaveGroupRequest> {

    private static final int FIRST_WITH_MEMBERS = 3;

    LeaveGroupApi(Services services) {
        super(ApiKey.LEAVE_GROUP, 0, 5, services);
    }

    @Override
    void handle(Call<LeaveGroupRequest> call) {
        LeaveGroupRequest body = call.body();
        if (body.groupId().isEmpty()) {
            call.reply(refusal(Errors.INVALID_GROUP_ID));
            return;
        }
        if (call.version() < FIRST_WITH_MEMBERS) {
            body.members(List.of(new MemberIdentity().memberId(body.memberId())));
        }
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.leaveGroup(context, body, answer),
                LeaveGroupApi::refusal,
                response -> call.goOn(() -> reply(call, response)));
    }

    private static void reply(Call<LeaveGroupRequest> call, LeaveGroupResponse response) {
        if (call.version() < FIRST_WITH_MEMBERS && !response.members().isEmpty()) {
            if (response.errorCode() == Errors.NONE.code()) {
                response.errorCode(response.members().get(0).errorCode());
            }
            response.members(List.of());
        }
        call.reply(response);
    }

    private static LeaveGroupResponse refusal(Errors error) {
        return new LeaveGroupResponse().errorCode(error.code());
    }
}
