package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.Config;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.ConfigEntry.ConfigSource;
import io.headrace.clients.admin.ConfigEntry.ConfigSynonym;
import io.headrace.clients.admin.CreateTopicsOptions;
import io.headrace.clients.admin.DescribeConfigsOptions;
import io.headrace.clients.admin.ListTopicsOptions;
import io.headrace.clients.admin.NewTopic;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.TopicDescription;
import io.headrace.clients.admin.TopicListing;
import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.SecurityDisabledException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.spec.ClusterState.KnownSetting;
import io.headrace.spec.ClusterState.TopicState;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks at a cluster, and changes nothing. Not thread safe; for one look. */
public final class StateReader {
    private final Admin admin;
    private final Map<Area, String> closed = new EnumMap<>(Area.class);
    private final Map<String, KnownSetting> settings = new TreeMap<>();

    /**
     * @param admin asked; stays open
     */
    public StateReader(Admin admin) {
        this.admin = admin;
    }

    /**
     * What the spec speaks of: the topics that it names or owns, and of the other areas all or nothing.
     *
     * @param spec says what is of interest
     */
    public ClusterState read(ClusterSpec spec) {
        Owned owned = spec.owned();
        Predicate<String> relevant = name -> spec.topics().containsKey(name) || owned.topic(name);
        Map<String, TopicState> topics = topics(relevant, spec.topics().values());
        Map<ClientQuotaEntity, Map<String, Double>> quotas = spec.quotas().isEmpty()
                        && owned.users().isEmpty()
                        && owned.clients().isEmpty()
                        && owned.ips().isEmpty()
                ? Map.of()
                : quotas();
        Map<String, Map<ScramMechanism, Integer>> users =
                spec.users().isEmpty() && owned.users().isEmpty() ? Map.of() : users();
        Set<AclBinding> acls = spec.acls().isEmpty() && owned.principals().isEmpty() ? Set.of() : acls();
        return new ClusterState(clusterId(), topics, Map.copyOf(settings), quotas, users, acls, Map.copyOf(closed));
    }

    /** Everything that a spec can speak of. */
    public ClusterState readAll() {
        Map<String, TopicState> topics = topics(any -> true, List.of());
        Map<ClientQuotaEntity, Map<String, Double>> quotas = quotas();
        Map<String, Map<ScramMechanism, Integer>> users = users();
        Set<AclBinding> acls = acls();
        return new ClusterState(clusterId(), topics, Map.copyOf(settings), quotas, users, acls, Map.copyOf(closed));
    }

    /**
     * Topics alone.
     *
     * @param which by name
     */
    public ClusterState readTopics(Predicate<String> which) {
        Map<String, TopicState> topics = topics(which, List.of());
        return new ClusterState(clusterId(), topics, Map.copyOf(settings), Map.of(), Map.of(), Set.of(), Map.of());
    }

    private String clusterId() {
        String id = Waiting.on(admin.describeCluster().clusterId());
        return id == null ? "" : id;
    }

    private Map<String, TopicState> topics(Predicate<String> relevant, Collection<TopicSpec> wished) {
        Map<String, TopicListing> listed = Waiting.on(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).namesToListings());
        List<String> names = listed.keySet().stream().filter(relevant).toList();
        Map<String, TopicState> topics = new TreeMap<>();
        Map<ConfigResource, KafkaFuture<Config>> configs = configs(names);
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            Optional<TopicDescription> topic = ifThere(future);
            Optional<Config> config = ifThere(configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name)));
            if (topic.isPresent() && config.isPresent()) {
                topics.put(name, state(topic.get(), listed.get(name).isInternal(), config.get()));
            }
        });
        if (settings.isEmpty() && !wished.isEmpty()) {
            probe(listed.keySet(), wished.iterator().next());
        }
        return topics;
    }

    private Map<ConfigResource, KafkaFuture<Config>> configs(Collection<String> topics) {
        List<ConfigResource> resources = topics.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        return admin.describeConfigs(resources, new DescribeConfigsOptions().includeSynonyms(true))
                .values();
    }

    /** A topic may be deleted between two questions. */
    private static <T> Optional<T> ifThere(KafkaFuture<T> future) {
        try {
            return Optional.of(Waiting.on(future));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private TopicState state(TopicDescription topic, boolean internal, Config config) {
        Map<String, Optional<String>> own = new TreeMap<>();
        for (ConfigEntry entry : config.entries()) {
            if (entry.source() == ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                own.put(entry.name(), Optional.ofNullable(entry.value()));
            }
            settings.putIfAbsent(entry.name(), setting(entry));
        }
        return new TopicState(
                topic.name(),
                topic.topicId(),
                internal,
                topic.partitions().size(),
                topic.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0),
                own);
    }

    private static KnownSetting setting(ConfigEntry entry) {
        if (entry.source() != ConfigSource.DYNAMIC_TOPIC_CONFIG) {
            return new KnownSetting(entry.type(), Optional.ofNullable(entry.value()), entry.isSensitive());
        }
        Optional<String> inherited = entry.synonyms().stream()
                .filter(synonym -> synonym.source() != ConfigSource.DYNAMIC_TOPIC_CONFIG && synonym.value() != null)
                .findFirst()
                .map(ConfigSynonym::value);
        return new KnownSetting(entry.type(), inherited, entry.isSensitive());
    }

    /** Learns which settings there are where none of the topics of interest is there: from any topic, or a trial. */
    private void probe(Set<String> others, TopicSpec wished) {
        Config config;
        try {
            config = others.isEmpty()
                    ? trial(wished)
                    : Waiting.on(configs(List.of(others.iterator().next()))
                            .values()
                            .iterator()
                            .next());
        } catch (ApiException e) {
            // What cannot be learnt beforehand is checked by the brokers when the plan is.
            return;
        }
        config.entries().forEach(entry -> settings.put(entry.name(), setting(entry)));
    }

    private Config trial(TopicSpec wished) {
        NewTopic topic = new NewTopic(wished.name(), Optional.empty(), Optional.empty());
        return Waiting.on(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                .config(wished.name()));
    }

    private Map<ClientQuotaEntity, Map<String, Double>> quotas() {
        return open(
                Area.QUOTAS,
                () -> Waiting.on(
                        admin.describeClientQuotas(ClientQuotaFilter.all()).entities()),
                Map.of());
    }

    private Map<String, Map<ScramMechanism, Integer>> users() {
        return open(
                Area.USERS,
                () -> {
                    Map<String, Map<ScramMechanism, Integer>> users = new TreeMap<>();
                    Waiting.on(admin.describeUserScramCredentials().all()).forEach((name, user) -> {
                        Map<ScramMechanism, Integer> mechanisms = new EnumMap<>(ScramMechanism.class);
                        for (ScramCredentialInfo credential : user.credentialInfos()) {
                            mechanisms.put(credential.mechanism(), credential.iterations());
                        }
                        users.put(name, mechanisms);
                    });
                    return users;
                },
                Map.of());
    }

    private Set<AclBinding> acls() {
        return open(
                Area.ACLS,
                () -> new HashSet<>(
                        Waiting.on(admin.describeAcls(AclBindingFilter.ANY).values())),
                Set.of());
    }

    private <T> T open(Area area, Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (UnsupportedVersionException e) {
            closed.put(area, "this cluster does not support " + area.noun());
        } catch (SecurityDisabledException e) {
            closed.put(area, "this cluster keeps no " + area.noun() + ": " + Waiting.text(e));
        } catch (ClusterAuthorizationException e) {
            closed.put(area, "this cluster does not let us see its " + area.noun() + ": " + Waiting.text(e));
        }
        return otherwise;
    }
}
