package io.headrace.metadata.plan;

import io.headrace.common.config.ConfigDef;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.protocol.wire.TypedRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Changes settings of topics, brokers, groups and metrics subscriptions at run time; each resource is changed as a whole
 * or not at all. A broker resource is named by the broker's id, or by nothing for all brokers.
 */
public final class AlterConfigs implements Planner<List<AlterConfigs.Result>> {
    private final BrokerConfig broker;
    private final List<Change> changes;
    private final boolean validateOnly;

    /** What is to be done with one setting. */
    public enum OpType {
        /** Gives it a value. */
        SET,
        /** Takes its value away, so that the default counts again. */
        DELETE,
        /** Adds to a list what it does not hold yet. */
        APPEND,
        /** Takes from a list. */
        SUBTRACT
    }

    /**
     * What is to be done with one setting.
     *
     * @param name the setting
     * @param type what to do
     * @param value the value, or the list's elements; not looked at for {@link OpType#DELETE}
     */
    public record Op(String name, OpType type, String value) {}

    /**
     * What is to be done with one resource's settings.
     *
     * @param resource the resource
     * @param ops what to do, each setting at most once
     * @param replaceAll whether settings that are not named lose their values
     */
    public record Change(ConfigResource resource, List<Op> ops, boolean replaceAll) {
        public Change {
            ops = List.copyOf(ops);
        }

        /** Changes the named settings only. */
        public static Change of(ConfigResource resource, List<Op> ops) {
            return new Change(resource, ops, false);
        }

        /** Replaces all settings by the given ones. */
        public static Change replacing(ConfigResource resource, Map<String, String> settings) {
            List<Op> ops = new ArrayList<>();
            settings.forEach((name, value) -> ops.add(new Op(name, OpType.SET, value)));
            return new Change(resource, ops, true);
        }
    }

    /**
     * What became of one resource.
     *
     * @param resource the resource
     * @param error {@link Errors#NONE} when its settings are as asked for, or would be
     * @param message why not, else null
     */
    public record Result(ConfigResource resource, Errors error, String message) {}

    private AlterConfigs(BrokerConfig broker, List<Change> changes, boolean validateOnly) {
        this.broker = broker;
        this.changes = List.copyOf(changes);
        this.validateOnly = validateOnly;
    }

    /**
     * Changes settings, or only says what would become of it.
     *
     * @param broker what this broker was started with: some settings must go with others
     */
    public static AlterConfigs of(BrokerConfig broker, List<Change> changes, boolean validateOnly) {
        return new AlterConfigs(broker, changes, validateOnly);
    }

    @Override
    public Plan<List<Result>> plan(ClusterImage image, long nowMs) {
        Set<ConfigResource> seen = new HashSet<>();
        Set<ConfigResource> twice = new HashSet<>();
        changes.stream().map(Change::resource).filter(r -> !seen.add(r)).forEach(twice::add);
        List<TypedRecord> records = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (Change change : changes) {
            ConfigResource resource = change.resource();
            try {
                if (twice.contains(resource)) {
                    throw new Refusal(
                            Errors.INVALID_REQUEST, "Resource " + describe(resource) + " is named more than once");
                }
                records.addAll(change(image, change));
                results.add(new Result(resource, Errors.NONE, null));
            } catch (Refusal refusal) {
                results.add(new Result(resource, refusal.error(), refusal.getMessage()));
            }
        }
        return new Plan<>(validateOnly ? List.of() : records, results);
    }

    private List<TypedRecord> change(ClusterImage image, Change change) {
        ConfigResource resource = change.resource();
        checkOps(change.ops());
        ResourceRules rules = ResourceRules.of(resource.type(), broker);
        rules.checkName(image, resource.name());
        SortedMap<String, String> was = image.configs(resource);
        SortedMap<String, String> is = change.replaceAll() ? new TreeMap<>() : new TreeMap<>(was);
        SortedMap<String, String> set = new TreeMap<>();
        for (Op op : change.ops()) {
            if (op.type() == OpType.DELETE) {
                is.remove(op.name());
            } else {
                String value = op.type() == OpType.SET ? op.value() : edited(rules, op, is.get(op.name()));
                is.put(op.name(), value);
                set.put(op.name(), value);
            }
        }
        rules.validate(image, resource.name(), set, is);
        List<TypedRecord> records = new ArrayList<>();
        Set<String> touched = new LinkedHashSet<>(was.keySet());
        touched.addAll(is.keySet());
        for (String name : touched) {
            String value = is.get(name);
            if (!Objects.equals(value, was.get(name))) {
                records.add(TopicRecords.config(resource.type().id(), resource.name(), name, value));
            }
        }
        return records;
    }

    private static void checkOps(List<Op> ops) {
        Set<String> named = new HashSet<>();
        for (Op op : ops) {
            if (!named.add(op.name())) {
                throw new Refusal(Errors.INVALID_REQUEST, "Setting " + op.name() + " is named more than once");
            }
            if (op.value() == null && op.type() != OpType.DELETE) {
                throw new Refusal(Errors.INVALID_REQUEST, op.type() + " of " + op.name() + " needs a value");
            }
        }
    }

    private static String edited(ResourceRules rules, Op op, String value) {
        ConfigDef.ConfigKey key = rules.listKey(op.name(), op.type());
        String base = value != null ? value : ConfigDef.convertToString(key.defaultValue, key.type);
        Set<String> elements = new LinkedHashSet<>(elements(base));
        if (op.type() == OpType.APPEND) {
            elements.addAll(elements(op.value()));
        } else {
            elements.removeAll(new HashSet<>(elements(op.value())));
        }
        return String.join(",", elements);
    }

    private static List<String> elements(String list) {
        return list.isBlank() ? List.of() : Arrays.asList(list.trim().split("\\s*,\\s*"));
    }

    private static String describe(ConfigResource resource) {
        return resource.type() + " '" + resource.name() + "'";
    }
}
