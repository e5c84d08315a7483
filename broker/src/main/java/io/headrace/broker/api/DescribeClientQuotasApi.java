package io.headrace.broker.api;

import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.QuotaEntity;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeClientQuotasRequest;
import io.headrace.protocol.message.DescribeClientQuotasRequest.ComponentData;
import io.headrace.protocol.message.DescribeClientQuotasResponse;
import io.headrace.protocol.message.DescribeClientQuotasResponse.EntityData;
import io.headrace.protocol.message.DescribeClientQuotasResponse.EntryData;
import io.headrace.protocol.message.DescribeClientQuotasResponse.ValueData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Shows the quotas of the entities that a filter lets through (KIP-546). */
final class DescribeClientQuotasApi extends Api<DescribeClientQuotasRequest> {

    private static final int EXACT = 0;
    private static final int DEFAULT = 1;
    private static final int ANY = 2;

    private static final Set<String> TYPES = Set.of(QuotaEntity.USER, QuotaEntity.CLIENT_ID, QuotaEntity.IP);

    private final Services services;

    DescribeClientQuotasApi(Services services) {
        super(ApiKey.DESCRIBE_CLIENT_QUOTAS, 0, 1);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeClientQuotasRequest> call) {
        DescribeClientQuotasResponse response = new DescribeClientQuotasResponse();
        try {
            Map<String, ComponentData> filter = filter(call.body());
            List<EntryData> entries = new ArrayList<>();
            services.controller().image().quotas().forEach((entity, quotas) -> {
                if (passes(entity, filter, call.body().strict())) {
                    entries.add(entry(entity, quotas));
                }
            });
            response.entries(entries);
        } catch (ApiException e) {
            response.errorCode(Errors.forException(e).code())
                    .errorMessage(e.getMessage())
                    .entries(null);
        }
        call.reply(response);
    }

    private static Map<String, ComponentData> filter(DescribeClientQuotasRequest request) {
        Map<String, ComponentData> filter = new HashMap<>();
        for (ComponentData component : request.components()) {
            String type = component.entityType();
            if (type.isEmpty()) {
                throw new InvalidRequestException("a part of the filter names no type of entity");
            }
            if (!TYPES.contains(type)) {
                throw new UnsupportedVersionException("there are no quotas for entities of type '" + type + "'");
            }
            if (filter.put(type, component) != null) {
                throw new InvalidRequestException("the filter names " + type + " more than once");
            }
            if (component.matchType() < EXACT || component.matchType() > ANY) {
                throw new InvalidRequestException("match type " + component.matchType() + " of " + type
                        + " is none of 0 for a name, 1 for the default, 2 for any");
            }
            boolean named = component.match() != null;
            if (named != (component.matchType() == EXACT)) {
                throw new InvalidRequestException(
                        named
                                ? "match type " + component.matchType() + " of " + type + " takes no name"
                                : "match type 0 of " + type + " takes a name");
            }
        }
        if (filter.containsKey(QuotaEntity.IP) && filter.size() > 1) {
            throw new InvalidRequestException("quotas of addresses are not combined with those of users or client ids");
        }
        return filter;
    }

    private static boolean passes(QuotaEntity entity, Map<String, ComponentData> filter, boolean strict) {
        for (ComponentData component : filter.values()) {
            Optional<String> name = entity.parts().get(component.entityType());
            boolean matches = name != null
                    && switch (component.matchType()) {
                        case EXACT -> name.isPresent() && name.get().equals(component.match());
                        case DEFAULT -> name.isEmpty();
                        default -> true;
                    };
            if (!matches) {
                return false;
            }
        }
        return !strict || entity.parts().size() == filter.size();
    }

    private static EntryData entry(QuotaEntity entity, Map<String, Double> quotas) {
        List<EntityData> parts = new ArrayList<>();
        entity.parts()
                .forEach((type, name) ->
                        parts.add(new EntityData().entityType(type).entityName(name.orElse(null))));
        List<ValueData> values = new ArrayList<>();
        quotas.forEach((key, value) -> values.add(new ValueData().key(key).value(value)));
        return new EntryData().entity(parts).values(values);
    }
}
