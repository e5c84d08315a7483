package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.spec.ClusterState.TopicState;
import io.headrace.spec.UserSpec.Credential;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a cluster is to have. What it does not name stays as it is, unless it is {@link Owned} and the plan is to prune.
 *
 * <pre>{@code
 * ClusterSpec.builder()
 *         .topic("orders", topic -> topic.partitions(6).replicationFactor(3).config("retention.ms", "7d"))
 *         .build()
 *         .ensure(admin);
 * }</pre>
 *
 * <p>Immutable and thread safe. Several applications may ensure the same spec at once.
 */
public final class ClusterSpec {
    /** How often {@link #ensure} looks anew when others change the cluster at the same time. */
    private static final int ROUNDS = 4;

    private final Owned owned;
    private final Map<String, TopicSpec> topics;
    private final Map<String, UserSpec> users;
    private final Map<ClientQuotaEntity, Map<String, Optional<Double>>> quotas;
    private final Set<AclBinding> acls;

    private ClusterSpec(Builder builder) {
        this.owned = builder.owned.build();
        this.topics = Collections.unmodifiableMap(new TreeMap<>(builder.topics));
        this.users = Collections.unmodifiableMap(new TreeMap<>(builder.users));
        this.quotas = Collections.unmodifiableMap(new LinkedHashMap<>(builder.quotas));
        this.acls = Collections.unmodifiableSet(new LinkedHashSet<>(builder.acls));
    }

    /** Collects what a cluster is to have. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What a cluster has, as a spec: applied to the same cluster it changes nothing. Internal topics are left out, and so
     * are passwords and the values of settings that brokers do not tell. It owns nothing.
     *
     * @param state what the cluster has
     */
    public static ClusterSpec of(ClusterState state) {
        Builder builder = builder();
        for (TopicState topic : state.topics().values()) {
            if (!topic.internal() && !Owned.isInternal(topic.name())) {
                builder.topic(topic.name(), spec -> {
                    spec.partitions(topic.partitions()).replicationFactor(topic.replicationFactor());
                    topic.configs().forEach((name, value) -> value.ifPresent(told -> spec.config(name, told)));
                });
            }
        }
        state.users()
                .forEach((user, mechanisms) -> mechanisms.forEach((mechanism, iterations) ->
                        builder.user(user, mechanism, new Credential(Optional.empty(), OptionalInt.of(iterations)))));
        state.quotas().forEach((entity, limits) -> limits.forEach((name, limit) -> builder.quota(entity, name, limit)));
        state.acls().stream().sorted(Comparator.comparing(AclBinding::toString)).forEach(builder::acl);
        return builder.build();
    }

    /** What the spec answers for alone. */
    public Owned owned() {
        return owned;
    }

    /** The topics, by name. */
    public Map<String, TopicSpec> topics() {
        return topics;
    }

    /** The users, by name. */
    public Map<String, UserSpec> users() {
        return users;
    }

    /** The limits, by whom they are for; an empty one says that there is to be none. */
    public Map<ClientQuotaEntity, Map<String, Optional<Double>>> quotas() {
        return quotas;
    }

    /** The ACLs. */
    public Set<AclBinding> acls() {
        return acls;
    }

    /** As {@link #plan(Admin, PlanOptions)}, and nothing is deleted. */
    public Plan plan(Admin admin) {
        return plan(admin, PlanOptions.DEFAULT);
    }

    /**
     * Looks at the cluster and says what is to be done. Changes nothing; what the brokers can check without doing it, they
     * are asked to check, and what they object to is refused in the plan.
     *
     * @param admin asked; stays open
     * @param options whether to prune
     * @throws io.headrace.common.KafkaException when the cluster cannot be looked at
     */
    public Plan plan(Admin admin, PlanOptions options) {
        ClusterState state = new StateReader(admin).read(this);
        return Preflight.check(admin, new Plan(this, options, state.clusterId(), Planner.plan(state, this, options)));
    }

    /** What the plan would be if the cluster had {@code state}; asks nobody. */
    public Plan plan(ClusterState state, PlanOptions options) {
        return new Plan(this, options, state.clusterId(), Planner.plan(state, this, options));
    }

    /**
     * Sees to it that the cluster has all of this; deletes nothing. When others change the cluster at the same time (as the
     * instances of one application do that start together), it looks anew.
     *
     * @param admin asked; stays open
     * @return what was done; nothing when all was there
     * @throws SpecException naming each item that could not be done, and why
     * @throws io.headrace.common.KafkaException when the cluster cannot be looked at
     */
    public ApplyReport ensure(Admin admin) {
        List<ApplyReport.Result> done = new ArrayList<>();
        ApplyReport last = new ApplyReport(List.of());
        for (int round = 1; round <= ROUNDS; round++) {
            Plan decided = plan(new StateReader(admin).read(this), PlanOptions.DEFAULT);
            if (decided.isRefused()) {
                throw new SpecException(Applier.refused(decided));
            }
            if (decided.isEmpty()) {
                return new ApplyReport(done);
            }
            last = Preflight.check(admin, decided).apply(admin);
            last.results().stream()
                    .filter(result -> result.outcome() == ApplyReport.Outcome.DONE)
                    .forEach(done::add);
            if (last.isComplete()) {
                return new ApplyReport(done);
            }
        }
        throw new SpecException(last);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClusterSpec that
                && owned.equals(that.owned)
                && topics.equals(that.topics)
                && users.equals(that.users)
                && quotas.equals(that.quotas)
                && acls.equals(that.acls);
    }

    @Override
    public int hashCode() {
        return topics.hashCode() * 31 + quotas.hashCode();
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return "ClusterSpec(owned=" + owned + ", topics=" + topics.values() + ", users=" + users.values() + ", quotas="
                + quotas + ", acls=" + acls + ")";
    }

    /** Collects what a cluster is to have. Not thread safe. */
    public static final class Builder {
        private final Owned.Builder owned = new Owned.Builder();
        private final Map<String, TopicSpec> topics = new HashMap<>();
        private final Map<String, UserSpec> users = new HashMap<>();
        private final Map<ClientQuotaEntity, Map<String, Optional<Double>>> quotas = new LinkedHashMap<>();
        private final Set<AclBinding> acls = new LinkedHashSet<>();

        private Builder() {}

        /** What the spec answers for alone, so that pruning may take away what it does not name. */
        public Builder owned(Consumer<Owned.Builder> what) {
            what.accept(owned);
            return this;
        }

        /**
         * A topic.
         *
         * @param name its name
         * @param how says what it is to have
         * @throws IllegalArgumentException when it was named before, or what it is to have makes no sense
         */
        public Builder topic(String name, Consumer<TopicSpec.Builder> how) {
            TopicSpec.Builder topic = new TopicSpec.Builder(name);
            how.accept(topic);
            if (topics.putIfAbsent(name, topic.build()) != null) {
                throw new IllegalArgumentException("Topic " + name + " is named twice");
            }
            return this;
        }

        /**
         * A user that logs in with SCRAM; called once for each mechanism.
         *
         * @param name the user's name
         * @param mechanism how the user logs in
         * @param credential where the password comes from
         * @throws IllegalArgumentException when the user has a credential of that mechanism already
         */
        public Builder user(String name, ScramMechanism mechanism, Credential credential) {
            Map<ScramMechanism, Credential> credentials = new HashMap<>();
            if (users.containsKey(name)) {
                credentials.putAll(users.get(name).credentials());
            }
            if (credentials.put(mechanism, credential) != null) {
                throw new IllegalArgumentException(
                        "User " + name + " has two credentials with " + mechanism.mechanismName());
            }
            users.put(name, new UserSpec(name, credentials));
            return this;
        }

        /**
         * A limit.
         *
         * @param entity whom it is for; see {@link ClientQuotaEntity}
         * @param name what is limited, as in {@code producer_byte_rate}
         * @param limit the limit, larger than 0
         * @throws IllegalArgumentException when it was named before, or is not larger than 0
         */
        public Builder quota(ClientQuotaEntity entity, String name, double limit) {
            if (!(limit > 0) || Double.isInfinite(limit)) {
                throw new IllegalArgumentException(
                        Quota.describe(entity) + ": " + name + " is " + limit + ", and must be a number larger than 0");
            }
            return limit(entity, name, Optional.of(limit));
        }

        /**
         * Says that there is no such limit.
         *
         * @param entity whom it would be for
         * @param name what would be limited
         * @throws IllegalArgumentException when it was named before
         */
        public Builder unlimited(ClientQuotaEntity entity, String name) {
            return limit(entity, name, Optional.empty());
        }

        private Builder limit(ClientQuotaEntity entity, String name, Optional<Double> limit) {
            Map<String, Optional<Double>> limits = quotas.computeIfAbsent(entity, any -> new TreeMap<>());
            if (limits.putIfAbsent(name, limit) != null) {
                throw new IllegalArgumentException(
                        "The quota of " + Quota.describe(entity) + " has two limits " + name);
            }
            return this;
        }

        /**
         * An ACL.
         *
         * @param binding whom it is for and what it says; saying one twice makes no difference
         */
        public Builder acl(AclBinding binding) {
            acls.add(binding);
            return this;
        }

        /** The spec. */
        public ClusterSpec build() {
            return new ClusterSpec(this);
        }
    }
}
