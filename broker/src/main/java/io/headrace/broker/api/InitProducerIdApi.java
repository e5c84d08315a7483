package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives an idempotent producer its id (KIP-98). One that asks again, with an id it has, gets a new one: without
 * transactions nothing is tied to the old id.
 */
final class InitProducerIdApi extends Api<InitProducerIdRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(InitProducerIdApi.class);

    private final Services services;

    InitProducerIdApi(Services services) {
        super(ApiKey.INIT_PRODUCER_ID, 0, 5);
        this.services = services;
    }

    @Override
    void handle(Call<InitProducerIdRequest> call) {
        String transactionalId = call.body().transactionalId();
        if (transactionalId != null) {
            if (!transactionalId.isEmpty()) {
                LOG.info(
                        "{} asked for transactions, which this broker does not have yet",
                        call.request().peer());
            }
            refuse(call, transactionalId.isEmpty() ? Errors.INVALID_REQUEST : Errors.UNSUPPORTED_VERSION);
            return;
        }
        call.when(services.producerIds().next(), (id, failure) -> {
            if (failure == null) {
                call.reply(new InitProducerIdResponse().producerId(id).producerEpoch((short) 0));
            } else {
                // Retriable, unlike most errors of the metadata store.
                refuse(call, Errors.COORDINATOR_NOT_AVAILABLE);
            }
        });
    }

    private static void refuse(Call<InitProducerIdRequest> call, Errors error) {
        call.reply(new InitProducerIdResponse()
                .errorCode(error.code())
                .producerId(-1)
                .producerEpoch((short) -1));
    }
}
