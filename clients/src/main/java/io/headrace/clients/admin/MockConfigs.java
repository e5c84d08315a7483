package io.headrace.clients.admin;

import io.headrace.clients.admin.ConfigEntry.ConfigSource;
import io.headrace.clients.admin.ConfigEntry.ConfigType;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configs and quotas of a {@link MockAdminClient}. Only what was set has a value: there are no defaults.
 *
 * <p>Owner: that client, under its lock.
 */
final class MockConfigs {

    private final Map<ConfigResource, Map<String, String>> configs = new LinkedHashMap<>();
    private final Map<ClientQuotaEntity, Map<String, Double>> quotas = new LinkedHashMap<>();

    Config describe(ConfigResource resource) {
        List<ConfigEntry> entries = new ArrayList<>();
        configs.getOrDefault(resource, Map.of())
                .forEach((name, value) -> entries.add(new ConfigEntry(
                        name, value, source(resource.type()), false, false, List.of(), ConfigType.UNKNOWN, null)));
        return new Config(entries);
    }

    private static ConfigSource source(ConfigResource.Type type) {
        return switch (type) {
            case TOPIC -> ConfigSource.DYNAMIC_TOPIC_CONFIG;
            case BROKER -> ConfigSource.DYNAMIC_BROKER_CONFIG;
            case BROKER_LOGGER -> ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG;
            case CLIENT_METRICS -> ConfigSource.DYNAMIC_CLIENT_METRICS_CONFIG;
            case GROUP -> ConfigSource.DYNAMIC_GROUP_CONFIG;
            case UNKNOWN -> ConfigSource.UNKNOWN;
        };
    }

    void alter(ConfigResource resource, Collection<AlterConfigOp> changes, boolean validateOnly) {
        Map<String, String> changed = new TreeMap<>(configs.getOrDefault(resource, Map.of()));
        for (AlterConfigOp change : changes) {
            String name = change.configEntry().name();
            String value = change.configEntry().value();
            if (value == null && change.opType() != AlterConfigOp.OpType.DELETE) {
                throw new InvalidConfigurationException("There is no value for " + name + " of " + resource);
            }
            switch (change.opType()) {
                case SET -> changed.put(name, value);
                case DELETE -> changed.remove(name);
                case APPEND -> {
                    Set<String> all = list(changed.get(name));
                    all.addAll(list(value));
                    changed.put(name, String.join(",", all));
                }
                case SUBTRACT -> {
                    Set<String> left = list(changed.get(name));
                    left.removeAll(list(value));
                    changed.put(name, String.join(",", left));
                }
            }
        }
        if (!validateOnly) {
            configs.put(resource, changed);
        }
    }

    private static Set<String> list(String value) {
        return value == null || value.isEmpty()
                ? new LinkedHashSet<>()
                : new LinkedHashSet<>(Arrays.asList(value.split(",")));
    }

    void forget(ConfigResource resource) {
        configs.remove(resource);
    }

    Collection<ConfigResource> resources() {
        return List.copyOf(configs.keySet());
    }

    void alter(ClientQuotaAlteration change) {
        Map<String, Double> changed = new HashMap<>(quotas.getOrDefault(change.entity(), Map.of()));
        for (ClientQuotaAlteration.Op op : change.ops()) {
            if (op.value() == null) {
                changed.remove(op.key());
            } else {
                changed.put(op.key(), op.value());
            }
        }
        if (changed.isEmpty()) {
            quotas.remove(change.entity());
        } else {
            quotas.put(change.entity(), changed);
        }
    }

    Map<ClientQuotaEntity, Map<String, Double>> describe(ClientQuotaFilter filter) {
        Map<ClientQuotaEntity, Map<String, Double>> found = new HashMap<>();
        quotas.forEach((entity, values) -> {
            if (isSelected(entity.entries(), filter)) {
                found.put(entity, Map.copyOf(values));
            }
        });
        return found;
    }

    private static boolean isSelected(Map<String, String> entity, ClientQuotaFilter filter) {
        if (filter.strict() && entity.size() != filter.components().size()) {
            return false;
        }
        return filter.components().stream().allMatch(component -> isSelected(entity, component));
    }

    @SuppressWarnings("NullOptional") // A match that is null, and not empty, is Kafka's way to say any.
    private static boolean isSelected(Map<String, String> entity, ClientQuotaFilterComponent component) {
        if (!entity.containsKey(component.entityType())) {
            return false;
        }
        Optional<String> match = component.match();
        String name = entity.get(component.entityType());
        return match == null || Optional.ofNullable(name).equals(match);
    }
}
