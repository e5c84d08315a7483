package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.txn.ProducerAnswer;
import io.headrace.txn.ProducerIdentity;

/**
 * Gives a producer its id (KIP-98). One that is only idempotent gets a new one each time, since nothing is tied to the old
 * id; for a transactional one the coordinator decides (KIP-360).
 */
final class InitProducerIdApi extends Api<InitProducerIdRequest> {

    private static final int FIRST_WITH_FENCED = 4;

    private final Services services;

    InitProducerIdApi(Services services) {
        super(ApiKey.INIT_PRODUCER_ID, 0, 5);
        this.services = services;
    }

    @Override
    void handle(Call<InitProducerIdRequest> call) {
        InitProducerIdRequest body = call.body();
        ProducerIdentity expected = new ProducerIdentity(body.producerId(), body.producerEpoch());
        if ((expected.id() == -1) != (expected.epoch() == -1)) {
            reply(call, ProducerAnswer.refused(Errors.INVALID_REQUEST));
        } else if (body.transactionalId() == null) {
            giveAnyId(call);
        } else {
            services.transactions()
                    .initProducerId(
                            body.transactionalId(),
                            body.transactionTimeoutMs(),
                            expected,
                            answer -> call.goOn(() -> reply(call, answer)));
        }
    }

    private void giveAnyId(Call<InitProducerIdRequest> call) {
        call.when(
                services.producerIds().next(),
                (id, failure) -> reply(
                        call,
                        failure == null
                                ? new ProducerAnswer(Errors.NONE, new ProducerIdentity(id, (short) 0))
                                // Retriable, unlike most errors of the metadata store.
                                : ProducerAnswer.refused(Errors.COORDINATOR_NOT_AVAILABLE)));
    }

    private static void reply(Call<InitProducerIdRequest> call, ProducerAnswer answer) {
        Errors error = ProducerEpochErrors.known(answer.error(), call.version(), FIRST_WITH_FENCED);
        call.reply(new InitProducerIdResponse()
                .errorCode(error.code())
                .producerId(answer.producer().id())
                .producerEpoch(answer.producer().epoch()));
    }
}
