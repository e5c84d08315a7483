package io.headrace.spec;

import io.headrace.common.acl.AclBinding;
import io.headrace.common.quota.ClientQuotaEntity;
import java.util.ArrayList;
import java.util.List;

/**
 * What a spec answers for alone, so that whatever is there and not in the spec may be taken away. On a cluster that others
 * use as well, nothing outside of it is ever deleted. An entry of a quota, or an ACL, is owned through the names in it:
 * a quota through its user, or else its client id or address; an ACL through its principal. Immutable.
 *
 * @param topics names of topics; internal ones are never owned
 * @param users names of users, for SCRAM credentials and quotas
 * @param clients client ids, for quotas that name no user
 * @param ips addresses, for quotas on connections
 * @param principals principals of ACLs, as in {@code User:alice}
 */
public record Owned(
        List<NamePattern> topics,
        List<NamePattern> users,
        List<NamePattern> clients,
        List<NamePattern> ips,
        List<NamePattern> principals) {

    /** Nothing: a spec that never takes anything away. */
    public static final Owned NOTHING = new Owned(List.of(), List.of(), List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Owned {
        topics = List.copyOf(topics);
        users = List.copyOf(users);
        clients = List.copyOf(clients);
        ips = List.copyOf(ips);
        principals = List.copyOf(principals);
    }

    /** Whether nothing is owned. */
    public boolean isNothing() {
        return equals(NOTHING);
    }

    boolean topic(String name) {
        return !isInternal(name) && any(topics, name);
    }

    boolean user(String name) {
        return any(users, name);
    }

    boolean acl(AclBinding binding) {
        return any(principals, binding.entry().principal());
    }

    /** A quota of a default entity is nobody's: it counts for all who have none of their own. */
    boolean quota(ClientQuotaEntity entity) {
        if (entity.entries().containsValue(null)) {
            return false;
        }
        String user = entity.entries().get(ClientQuotaEntity.USER);
        if (user != null) {
            return any(users, user);
        }
        String client = entity.entries().get(ClientQuotaEntity.CLIENT_ID);
        return client != null
                ? any(clients, client)
                : any(ips, String.valueOf(entity.entries().get(ClientQuotaEntity.IP)));
    }

    /** Names that brokers keep for themselves. */
    static boolean isInternal(String topic) {
        return topic.startsWith("__");
    }

    private static boolean any(List<NamePattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** Collects names. */
    public static final class Builder {
        private final List<NamePattern> topics = new ArrayList<>();
        private final List<NamePattern> users = new ArrayList<>();
        private final List<NamePattern> clients = new ArrayList<>();
        private final List<NamePattern> ips = new ArrayList<>();
        private final List<NamePattern> principals = new ArrayList<>();

        Builder() {}

        /** Topics: a name, or the beginning of names with a star at its end. */
        public Builder topics(String... patterns) {
            return add(topics, patterns);
        }

        /** Users, with their credentials and quotas. */
        public Builder users(String... patterns) {
            return add(users, patterns);
        }

        /** Client ids, with quotas that name no user. */
        public Builder clients(String... patterns) {
            return add(clients, patterns);
        }

        /** Addresses, with their quotas. */
        public Builder ips(String... patterns) {
            return add(ips, patterns);
        }

        /** Principals, with their ACLs. */
        public Builder principals(String... patterns) {
            return add(principals, patterns);
        }

        Owned build() {
            return new Owned(topics, users, clients, ips, principals);
        }

        private Builder add(List<NamePattern> list, String... patterns) {
            for (String pattern : patterns) {
                list.add(new NamePattern(pattern));
            }
            return this;
        }
    }
}
