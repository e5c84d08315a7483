package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.EndTxnRequest;
import io.headrace.protocol.message.EndTxnResponse;
import io.headrace.txn.ClientProtocol;
import io.headrace.txn.EndTransaction;
import io.headrace.txn.ProducerAnswer;
import io.headrace.txn.ProducerIdentity;

/**
 * Commits or aborts a transaction; from version 5 on the producer gets a new epoch with it (KIP-890). One before that comes
 * too late by an older connection than the producer's last request is not answered: nobody waits for it.
 */
final class EndTxnApi extends Api<EndTxnRequest> {

    private static final int FIRST_WITH_FENCED = 2;
    private static final int FIRST_RAISING_EPOCH = 5;
    private static final long NO_ID = -1;

    private final Services services;

    EndTxnApi(Services services) {
        super(ApiKey.END_TXN, 0, 5);
        this.services = services;
    }

    @Override
    void handle(Call<EndTxnRequest> call) {
        EndTxnRequest body = call.body();
        boolean raisesEpoch = call.version() >= FIRST_RAISING_EPOCH;
        EndTransaction request = new EndTransaction(
                body.transactionalId(),
                new ProducerIdentity(body.producerId(), body.producerEpoch()),
                body.committed(),
                raisesEpoch ? ClientProtocol.EPOCH_PER_TRANSACTION : ClientProtocol.FIXED_EPOCH,
                call.request().connection().number(),
                NO_ID);
        services.transactions().endTransaction(request, answer -> call.goOn(() -> reply(call, raisesEpoch, answer)));
    }

    private static void reply(Call<EndTxnRequest> call, boolean raisesEpoch, ProducerAnswer answer) {
        if (answer.error() == Errors.NETWORK_EXCEPTION) {
            call.request().refuse("the end of a transaction came late, by an older connection");
            return;
        }
        Errors error = ProducerEpochErrors.known(answer.error(), call.version(), FIRST_WITH_FENCED);
        EndTxnResponse response = new EndTxnResponse().errorCode(error.code());
        if (raisesEpoch) {
            response.producerId(answer.producer().id())
                    .producerEpoch(answer.producer().epoch());
        }
        call.reply(response);
    }
}
