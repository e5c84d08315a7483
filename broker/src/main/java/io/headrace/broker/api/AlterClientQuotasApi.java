package io.headrace.broker.api;

import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.QuotaEntity;
import io.headrace.metadata.plan.AlterClientQuotas;
import io.headrace.metadata.plan.AlterClientQuotas.Change;
import io.headrace.metadata.plan.AlterClientQuotas.Op;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterClientQuotasRequest;
import io.headrace.protocol.message.AlterClientQuotasRequest.EntryData;
import io.headrace.protocol.message.AlterClientQuotasResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes the quotas of users, client ids and addresses (KIP-546). */
final class AlterClientQuotasApi extends Api<AlterClientQuotasRequest> {

    private final Services services;

    AlterClientQuotasApi(Services services) {
        super(ApiKey.ALTER_CLIENT_QUOTAS, 0, 1);
        this.services = services;
    }

    @Override
    void handle(Call<AlterClientQuotasRequest> call) {
        List<Change> changes = new ArrayList<>();
        for (EntryData entry : call.body().entries()) {
            Map<String, String> names = new HashMap<>();
            entry.entity().forEach(part -> names.put(part.entityType(), part.entityName()));
            List<Op> ops = new ArrayList<>();
            entry.ops().forEach(op -> ops.add(new Op(op.key(), op.remove() ? null : op.value())));
            changes.add(new Change(QuotaEntity.of(names), ops));
        }
        AlterClientQuotas command = AlterClientQuotas.of(changes, call.body().validateOnly());
        call.when(services.controller().submit(command), (results, failure) -> {
            List<AlterClientQuotasResponse.EntryData> answers = new ArrayList<>();
            for (int i = 0; i < changes.size(); i++) {
                Errors error = failure == null ? results.get(i).error() : Errors.forException(failure);
                String message = failure == null ? results.get(i).message() : error.message();
                answers.add(new AlterClientQuotasResponse.EntryData()
                        .errorCode(error.code())
                        .errorMessage(message)
                        .entity(entityOf(call.body().entries().get(i))));
            }
            call.reply(new AlterClientQuotasResponse().entries(answers));
        });
    }

    private static List<AlterClientQuotasResponse.EntityData> entityOf(EntryData entry) {
        return entry.entity().stream()
                .map(part -> new AlterClientQuotasResponse.EntityData()
                        .entityType(part.entityType())
                        .entityName(part.entityName()))
                .toList();
    }
}
