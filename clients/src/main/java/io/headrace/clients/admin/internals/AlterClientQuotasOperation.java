package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.AlterClientQuotasRequest;
import io.headrace.protocol.message.AlterClientQuotasRequest.EntityData;
import io.headrace.protocol.message.AlterClientQuotasRequest.EntryData;
import io.headrace.protocol.message.AlterClientQuotasRequest.OpData;
import io.headrace.protocol.message.AlterClientQuotasResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes the quotas of clients, by entity (AlterClientQuotas, KIP-546). */
public final class AlterClientQuotasOperation implements Operation<ClientQuotaEntity, Void> {

    private final Map<ClientQuotaEntity, ClientQuotaAlteration> changes;
    private final boolean validateOnly;

    public AlterClientQuotasOperation(Map<ClientQuotaEntity, ClientQuotaAlteration> changes, boolean validateOnly) {
        this.changes = changes;
        this.validateOnly = validateOnly;
    }

    @Override
    public String what(ClientQuotaEntity item) {
        return "the quotas of " + item.entries() + " to be changed";
    }

    @Override
    public Route route(ClientQuotaEntity item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<ClientQuotaEntity> items, int timeoutMs) {
        return Call.of(new AlterClientQuotasRequest()
                .validateOnly(validateOnly)
                .entries(items.stream().map(item -> entry(changes.get(item))).toList()));
    }

    private static EntryData entry(ClientQuotaAlteration change) {
        EntryData entry = new EntryData();
        change.entity()
                .entries()
                .forEach((type, name) ->
                        entry.entity().add(new EntityData().entityType(type).entityName(name)));
        for (ClientQuotaAlteration.Op op : change.ops()) {
            boolean removes = op.value() == null;
            entry.ops()
                    .add(new OpData()
                            .key(op.key())
                            .value(removes ? 0 : op.value())
                            .remove(removes));
        }
        return entry;
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ClientQuotaEntity> items,
            Answers<ClientQuotaEntity, Void> answers) {
        for (AlterClientQuotasResponse.EntryData entry : ((AlterClientQuotasResponse) response).entries()) {
            Map<String, String> parts = new HashMap<>();
            entry.entity().forEach(part -> parts.put(part.entityType(), part.entityName()));
            ClientQuotaEntity item = new ClientQuotaEntity(parts);
            if (!items.contains(item)) {
                continue;
            }
            Errors error = Errors.forCode(entry.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else if (error == Errors.NOT_CONTROLLER) {
                answers.retry(item, Wire.failure(error, entry.errorMessage()));
            } else {
                answers.fail(item, Wire.failure(error, entry.errorMessage()));
            }
        }
    }
}
