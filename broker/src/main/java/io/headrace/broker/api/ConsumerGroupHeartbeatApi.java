package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.ConsumerGroupHeartbeatRequest;
import io.headrace.protocol.message.ConsumerGroupHeartbeatResponse;

/** A member of a consumer group joins, lives, reports what it owns, and leaves (KIP-848). */
final class ConsumerGroupHeartbeatApi extends GroupApi<ConsumerGroupHeartbeatRequest> {

    ConsumerGroupHeartbeatApi(Services services) {
        super(ApiKey.CONSUMER_GROUP_HEARTBEAT, 0, 1, services);
    }

    @Override
    void handle(Call<ConsumerGroupHeartbeatRequest> call) {
        ConsumerGroupHeartbeatRequest body = call.body();
        ask(
                call,
                body.groupId(),
                (machine, context, answer) -> machine.consumerGroupHeartbeat(context, body, answer),
                error -> new ConsumerGroupHeartbeatResponse()
                        .errorCode(error.code())
                        .errorMessage(error.message()),
                response -> call.goOn(() -> call.reply(response)));
    }
}
