package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.HeartbeatRequest;
import io.headrace.protocol.message.HeartbeatResponse;

/** A member of a classic group says that it lives, and hears whether the group rebalances. */
final class HeartbeatApi extends GroupApi<HeartbeatRequest> {

    HeartbeatApi(Services services) {
        super(ApiKey.HEARTBEAT, 0, 4, services);
    }

    @Override
    void handle(Call<HeartbeatRequest> call) {
        HeartbeatRequest body = call.body();
        if (body.groupId().isEmpty()) {
            call.reply(refusal(Errors.INVALID_GROUP_ID));
            return;
        }
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.heartbeat(context, body, answer),
                HeartbeatApi::refusal,
                response -> call.goOn(() -> call.reply(response)));
    }

    private static HeartbeatResponse refusal(Errors error) {
        return new HeartbeatResponse().errorCode(error.code());
    }
}
