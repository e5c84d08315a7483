package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.SyncGroupRequest;
import io.headrace.protocol.message.SyncGroupResponse;

/** Gives a member of a classic group its assignment; answered when the leader's has come. */
final class SyncGroupApi extends GroupApi<SyncGroupRequest> {

    private static final int FIRST_WITH_PROTOCOL = 5;

    SyncGroupApi(Services services) {
        super(ApiKey.SYNC_GROUP, 0, 5, services);
    }

    @Override
    void handle(Call<SyncGroupRequest> call) {
        SyncGroupRequest body = call.body();
        if (call.version() >= FIRST_WITH_PROTOCOL && (body.protocolType() == null || body.protocolName() == null)) {
            call.reply(refusal(Errors.INCONSISTENT_GROUP_PROTOCOL));
        } else if (body.groupId().isEmpty()) {
            call.reply(refusal(Errors.INVALID_GROUP_ID));
        } else {
            ask(
                    call,
                    body.groupId(),
                    (machine, context, answer) -> machine.syncGroup(context, body, answer),
                    SyncGroupApi::refusal,
                    response -> call.goOn(() -> call.reply(response)));
        }
    }

    private static SyncGroupResponse refusal(Errors error) {
        return new SyncGroupResponse().errorCode(error.code());
    }
}
