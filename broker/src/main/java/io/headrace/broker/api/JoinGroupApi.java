package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupResponse;

/** Makes a client a member of a classic group; answered when the group's next generation is known. */
final class JoinGroupApi extends GroupApi<JoinGroupRequest> {

    private static final int FIRST_WITH_NULL_PROTOCOL = 7;

    JoinGroupApi(Services services) {
        super(ApiKey.JOIN_GROUP, 0, 9, services);
    }

    @Override
    void handle(Call<JoinGroupRequest> call) {
        JoinGroupRequest body = call.body();
        if (body.groupId().isEmpty()) {
            reply(call, refusal(body, Errors.INVALID_GROUP_ID));
            return;
        }
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.joinGroup(context, body, answer),
                error -> refusal(body, error),
                response -> call.goOn(() -> reply(call, response)));
    }

    private static void reply(Call<JoinGroupRequest> call, JoinGroupResponse response) {
        if (call.version() < FIRST_WITH_NULL_PROTOCOL && response.protocolName() == null) {
            response.protocolName("");
        }
        call.reply(response);
    }

    private static JoinGroupResponse refusal(JoinGroupRequest body, Errors error) {
        return new JoinGroupResponse()
                .errorCode(error.code())
                .memberId(body.memberId())
                .protocolName(null);
    }
}
