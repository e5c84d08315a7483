package io.headrace.cli.spec;

import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourceType;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.SettingValue;
import io.headrace.spec.TopicSpec;
import io.headrace.spec.UserSpec.Credential;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A spec as plain maps and lists, in the shape of {@link SpecShape}: what is written is read as the same spec. */
final class SpecText {
    private SpecText() {}

    static Map<String, Object> of(ClusterSpec spec) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(SpecShape.VERSION, 1);
        Map<String, Object> topics = new LinkedHashMap<>();
        spec.topics().forEach((name, topic) -> topics.put(name, topic(topic)));
        file.put("topics", topics);
        if (!spec.users().isEmpty()) {
            Map<String, Object> users = new LinkedHashMap<>();
            spec.users().forEach((name, user) -> users.put(name, credentials(user.credentials())));
            file.put("users", users);
        }
        if (!spec.quotas().isEmpty()) {
            List<Object> quotas = new ArrayList<>();
            spec.quotas().forEach((entity, limits) -> quotas.add(quota(entity, limits)));
            file.put("quotas", quotas);
        }
        if (!spec.acls().isEmpty()) {
            file.put("acls", acls(spec));
        }
        return file;
    }

    private static Map<String, Object> topic(TopicSpec topic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        topic.partitions().ifPresent(count -> fields.put("partitions", count));
        topic.replicationFactor().ifPresent(factor -> fields.put("replicationFactor", factor));
        if (!topic.configs().isEmpty()) {
            Map<String, Object> configs = new LinkedHashMap<>();
            topic.configs()
                    .forEach((name, value) ->
                            configs.put(name, value.map(v -> setting(name, v)).orElse(null)));
            fields.put("configs", configs);
        }
        return fields;
    }

    private static Object setting(String name, String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        String shown = value.isEmpty() ? value : SettingValue.shown(name, value);
        return shown.matches("-?(0|[1-9][0-9]{0,17})") ? (Object) Long.valueOf(shown) : shown;
    }

    private static Map<String, Object> credentials(Map<ScramMechanism, Credential> credentials) {
        Map<String, Object> fields = new LinkedHashMap<>();
        credentials.forEach((mechanism, credential) -> {
            Map<String, Object> its = new LinkedHashMap<>();
            credential.iterations().ifPresent(iterations -> its.put("iterations", iterations));
            fields.put(mechanism.mechanismName(), its);
        });
        return fields;
    }

    private static Map<String, Object> quota(ClientQuotaEntity entity, Map<String, Optional<Double>> limits) {
        Map<String, Object> fields = new LinkedHashMap<>();
        new TreeMap<>(entity.entries())
                .descendingMap()
                .forEach((type, name) -> fields.put(
                        type.equals(ClientQuotaEntity.CLIENT_ID) ? "clientId" : type,
                        name == null ? SpecShape.DEFAULT_ENTITY : name));
        Map<String, Object> values = new LinkedHashMap<>();
        limits.forEach((name, limit) ->
                values.put(name, limit.map(value -> limit(name, value)).orElse(null)));
        fields.put("limits", values);
        return fields;
    }

    private static Object limit(String name, double value) {
        String shown = SettingValue.shownLimit(name, value);
        if (!Character.isDigit(shown.charAt(shown.length() - 1))) {
            return shown;
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE;
        return whole ? (Object) (long) value : BigDecimal.valueOf(value).doubleValue();
    }

    /** Those that differ in their operation alone are one entry. */
    private static List<Object> acls(ClusterSpec spec) {
        Map<String, Map<String, Object>> entries = new TreeMap<>();
        for (AclBinding acl : spec.acls()) {
            String list = acl.entry().permissionType() == AclPermissionType.DENY ? "deny" : "allow";
            String field = field(acl);
            String key = String.join(
                    "\n",
                    acl.entry().principal(),
                    field,
                    acl.pattern().name(),
                    list,
                    acl.entry().host());
            Map<String, Object> entry = entries.computeIfAbsent(key, any -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("principal", acl.entry().principal());
                if (!acl.entry().host().equals("*")) {
                    fields.put("host", acl.entry().host());
                }
                fields.put(field, acl.pattern().name());
                fields.put(list, new ArrayList<String>());
                return fields;
            });
            @SuppressWarnings("unchecked")
            List<String> operations = (List<String>) entry.get(list);
            operations.add(SpecShape.word(acl.entry().operation()));
            operations.sort(null);
        }
        return new ArrayList<>(entries.values());
    }

    private static String field(AclBinding acl) {
        String kind = switch (acl.pattern().resourceType()) {
            case TRANSACTIONAL_ID -> "transactionalId";
            case DELEGATION_TOKEN -> "delegationToken";
            default -> SpecShape.word(acl.pattern().resourceType());
        };
        return acl.pattern().patternType() == PatternType.PREFIXED
                        && acl.pattern().resourceType() != ResourceType.CLUSTER
                ? kind + "Prefix"
                : kind;
    }
}
