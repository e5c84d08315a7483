package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeClientQuotasRequest;
import io.headrace.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.headrace.protocol.message.DescribeClientQuotasResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks for the quotas of clients (DescribeClientQuotas, KIP-546). The single item is the filter. */
public final class DescribeClientQuotasOperation
        implements Operation<ClientQuotaFilter, Map<ClientQuotaEntity, Map<String, Double>>> {

    private static final byte EXACTLY = 0;
    private static final byte DEFAULT = 1;
    private static final byte ANY = 2;

    @Override
    public String what(ClientQuotaFilter item) {
        return "the quotas of clients";
    }

    @Override
    public Route route(ClientQuotaFilter item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<ClientQuotaFilter> items, int timeoutMs) {
        ClientQuotaFilter filter = items.get(0);
        return Call.of(new DescribeClientQuotasRequest()
                .strict(filter.strict())
                .components(filter.components().stream()
                        .map(DescribeClientQuotasOperation::component)
                        .toList()));
    }

    @SuppressWarnings("NullOptional") // A match that is null, and not empty, is Kafka's way to say any.
    private static ComponentData component(ClientQuotaFilterComponent component) {
        Optional<String> match = component.match();
        ComponentData data = new ComponentData().entityType(component.entityType());
        if (match == null) {
            return data.matchType(ANY).match(null);
        }
        return data.matchType(match.isPresent() ? EXACTLY : DEFAULT).match(match.orElse(null));
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<ClientQuotaFilter> items,
            Answers<ClientQuotaFilter, Map<ClientQuotaEntity, Map<String, Double>>> answers) {
        DescribeClientQuotasResponse described = (DescribeClientQuotasResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        for (ClientQuotaFilter item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, quotas(described));
            } else {
                answers.fail(item, Wire.failure(error, described.errorMessage()));
            }
        }
    }

    private static Map<ClientQuotaEntity, Map<String, Double>> quotas(DescribeClientQuotasResponse described) {
        Map<ClientQuotaEntity, Map<String, Double>> all = new HashMap<>();
        for (DescribeClientQuotasResponse.EntryData entry : described.entries()) {
            Map<String, String> entity = new HashMap<>();
            entry.entity().forEach(part -> entity.put(part.entityType(), part.entityName()));
            Map<String, Double> quotas = new HashMap<>();
            entry.values().forEach(value -> quotas.put(value.key(), value.value()));
            all.put(new ClientQuotaEntity(entity), quotas);
        }
        return all;
    }
}
