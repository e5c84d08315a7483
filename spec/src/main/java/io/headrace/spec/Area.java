package io.headrace.spec;

/** What kinds of things a spec speaks of. */
public enum Area {
    /** Topics: partitions, replication factor, settings. */
    TOPICS("topics"),
    /** Users that log in with SCRAM. */
    USERS("users"),
    /** Quotas of users, clients and addresses. */
    QUOTAS("quotas"),
    /** Who may do what. */
    ACLS("ACLs");

    private final String noun;

    Area(String noun) {
        this.noun = noun;
    }

    /** The word for them in sentences. */
    public String noun() {
        return noun;
    }
}
