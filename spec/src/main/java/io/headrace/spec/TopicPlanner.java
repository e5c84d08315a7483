package io.headrace.spec;

import io.headrace.clients.admin.ConfigEntry.ConfigType;
import io.headrace.spec.ClusterState.KnownSetting;
import io.headrace.spec.ClusterState.TopicState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** The part of a plan that is about topics. Pure. */
final class TopicPlanner {
    private static final KnownSetting UNTYPED = new KnownSetting(ConfigType.UNKNOWN, Optional.empty(), false);
    private static final String HIDDEN = "(hidden)";

    private final ClusterState state;
    private final Owned owned;
    private final PlanOptions options;

    TopicPlanner(ClusterState state, Owned owned, PlanOptions options) {
        this.state = state;
        this.owned = owned;
        this.options = options;
    }

    List<PlanItem> plan(Map<String, TopicSpec> wished) {
        List<PlanItem> items = new ArrayList<>();
        for (TopicSpec topic : wished.values()) {
            TopicState now = state.topics().get(topic.name());
            items.addAll(now == null ? created(topic) : changed(topic, now));
        }
        for (TopicState now : state.topics().values()) {
            if (!wished.containsKey(now.name()) && !now.internal() && owned.topic(now.name())) {
                items.add(unnamed(now));
            }
        }
        return items;
    }

    private static String subject(String topic) {
        return "topic " + topic;
    }

    private PlanItem unnamed(TopicState now) {
        if (!options.prune()) {
            return PlanItem.keep(Area.TOPICS, subject(now.name()), List.of());
        }
        return PlanItem.delete(
                Area.TOPICS,
                subject(now.name()),
                List.of(),
                "with all records of its " + now.partitions() + " partitions",
                new Step.DeleteTopic(now.name(), now.id()));
    }

    private List<PlanItem> created(TopicSpec topic) {
        String subject = subject(topic.name());
        if (Owned.isInternal(topic.name())) {
            return List.of(PlanItem.refuse(Area.TOPICS, subject, "brokers make their internal topics themselves"));
        }
        List<PlanItem> refused = new ArrayList<>();
        List<Difference> differences = new ArrayList<>();
        differences.add(Difference.added("partitions", number(topic.partitions())));
        differences.add(Difference.added("replication factor", number(topic.replicationFactor())));
        Map<String, String> configs = new TreeMap<>();
        topic.configs().forEach((name, value) -> {
            Optional<String> problem = problem(name, value);
            if (problem.isPresent()) {
                refused.add(PlanItem.refuse(Area.TOPICS, subject, problem.get()));
            } else if (value.isPresent()) {
                String canonical = canonical(name, value.get());
                configs.put(name, canonical);
                differences.add(Difference.added(name, shown(name, canonical)));
            }
        });
        return refused.isEmpty()
                ? List.of(PlanItem.create(Area.TOPICS, subject, differences, new Step.CreateTopic(topic, configs)))
                : refused;
    }

    private static String number(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : "the broker's default";
    }

    private List<PlanItem> changed(TopicSpec topic, TopicState now) {
        List<PlanItem> items = new ArrayList<>();
        partitions(topic, now).ifPresent(items::add);
        if (topic.replicationFactor().isPresent() && topic.replicationFactor().getAsInt() != now.replicationFactor()) {
            items.add(PlanItem.refuse(
                    Area.TOPICS,
                    subject(topic.name()),
                    "its replication factor is " + now.replicationFactor() + ", and the spec says "
                            + topic.replicationFactor().getAsInt()
                            + ": that takes a reassignment of its replicas to brokers, which a spec does not name"));
        }
        configs(topic, now, items);
        return items;
    }

    private Optional<PlanItem> partitions(TopicSpec topic, TopicState now) {
        if (topic.partitions().isEmpty() || topic.partitions().getAsInt() == now.partitions()) {
            return Optional.empty();
        }
        String subject = subject(topic.name());
        int wished = topic.partitions().getAsInt();
        if (wished < now.partitions()) {
            return Optional.of(PlanItem.refuse(
                    Area.TOPICS,
                    subject,
                    "it has " + now.partitions() + " partitions, and the spec says " + wished
                            + ": Kafka cannot take partitions away; copy the records to a new topic instead"));
        }
        if (now.internal() || Owned.isInternal(topic.name())) {
            return Optional.of(PlanItem.refuse(
                    Area.TOPICS, subject, "the brokers count on the " + now.partitions() + " partitions that it has"));
        }
        return Optional.of(PlanItem.change(
                Area.TOPICS,
                subject,
                List.of(Difference.changed("partitions", Integer.toString(now.partitions()), Integer.toString(wished))),
                new Step.AddPartitions(topic.name(), now.id(), wished)));
    }

    private void configs(TopicSpec topic, TopicState now, List<PlanItem> items) {
        Map<String, Optional<String>> changes = new LinkedHashMap<>();
        List<Difference> differences = new ArrayList<>();
        topic.configs().forEach((name, value) -> {
            Optional<String> problem = problem(name, value);
            if (problem.isPresent()) {
                items.add(PlanItem.refuse(Area.TOPICS, subject(topic.name()), problem.get()));
                return;
            }
            Optional<String> wished = value.map(text -> canonical(name, text));
            Optional<String> own = now.configs().get(name);
            if (!isSo(name, wished, own)) {
                changes.put(name, wished);
                differences.add(Difference.changed(name, present(name, own), wish(name, wished)));
            }
        });
        List<Difference> kept = new ArrayList<>();
        new TreeMap<>(now.configs()).forEach((name, own) -> {
            if (topic.configs().containsKey(name) || !owned.topic(now.name())) {
                return;
            }
            Difference gone = Difference.changed(name, present(name, own), wish(name, Optional.empty()));
            if (options.prune()) {
                changes.put(name, Optional.empty());
                differences.add(gone);
            } else {
                kept.add(gone);
            }
        });
        if (!changes.isEmpty()) {
            items.add(PlanItem.change(
                    Area.TOPICS,
                    subject(topic.name()),
                    differences,
                    new Step.AlterTopicConfigs(topic.name(), now.id(), changes)));
        }
        if (!kept.isEmpty()) {
            items.add(PlanItem.keep(Area.TOPICS, subject(topic.name()), kept));
        }
    }

    /** {@code own} is null where the topic has none, and empty where its value is not told and so passes for right. */
    private boolean isSo(String name, Optional<String> wished, Optional<String> own) {
        if (wished.isEmpty() || own == null) {
            return wished.isEmpty() && own == null;
        }
        return own.isEmpty() || SettingValue.same(name, wished.get(), canonicalOrRaw(name, own.get()));
    }

    private String present(String name, Optional<String> own) {
        if (own == null) {
            Optional<String> inherited = known(name).inherited();
            return inherited.isPresent()
                    ? shown(name, canonicalOrRaw(name, inherited.get())) + " (the broker's)"
                    : "the broker's";
        }
        return own.isPresent() ? shown(name, canonicalOrRaw(name, own.get())) : HIDDEN;
    }

    private String wish(String name, Optional<String> wished) {
        if (wished.isEmpty()) {
            Optional<String> inherited = known(name).inherited();
            return inherited.isPresent()
                    ? "the broker's, " + shown(name, canonicalOrRaw(name, inherited.get()))
                    : "the broker's";
        }
        return shown(name, wished.get());
    }

    private String shown(String name, String canonical) {
        return known(name).sensitive() ? HIDDEN : SettingValue.shown(name, canonical);
    }

    private Optional<String> problem(String name, Optional<String> value) {
        if (!state.settings().isEmpty() && !state.settings().containsKey(name)) {
            return Optional.of("'" + name + "' is no setting of a topic"
                    + NearName.question(name, state.settings().keySet()));
        }
        try {
            value.ifPresent(text -> canonical(name, text));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(name + ": "
                    + (known(name).sensitive()
                            ? "the value is not of type " + known(name).type()
                            : e.getMessage()));
        }
    }

    private String canonical(String name, String text) {
        return SettingValue.canonical(name, known(name).type(), text);
    }

    /** What brokers say is taken as it is when it does not look as expected. */
    private String canonicalOrRaw(String name, String text) {
        try {
            return canonical(name, text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private KnownSetting known(String name) {
        return state.settings().getOrDefault(name, UNTYPED);
    }
}
