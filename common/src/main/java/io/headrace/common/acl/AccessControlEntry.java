package io.headrace.common.acl;

import java.util.Objects;

/** Who may, or may not, do what from where; with a resource it makes an {@link AclBinding}. Immutable. */
public class AccessControlEntry {
    private final AccessRule rule;

    /**
     * An entry.
     *
     * @param principal such as {@code User:alice}; {@code User:*} for everybody
     * @param host an address; {@code *} for all
     * @throws IllegalArgumentException if operation or permission type are ANY, which only filters can have
     */
    public AccessControlEntry(String principal, String host, AclOperation operation, AclPermissionType permissionType) {
        this.rule = new AccessRule(
                Objects.requireNonNull(principal, "principal"),
                Objects.requireNonNull(host, "host"),
                operation,
                permissionType);
        if (operation == AclOperation.ANY) {
            throw new IllegalArgumentException("an entry needs a definite operation, not ANY");
        }
        if (permissionType == AclPermissionType.ANY) {
            throw new IllegalArgumentException("an entry needs a definite permission type, not ANY");
        }
    }

    /** Whom this is about. */
    public String principal() {
        return rule.principal();
    }

    /** Where requests come from. */
    public String host() {
        return rule.host();
    }

    /** What is to be done; never ANY. */
    public AclOperation operation() {
        return rule.operation();
    }

    /** Whether that is allowed; never ANY. */
    public AclPermissionType permissionType() {
        return rule.permissionType();
    }

    /** A filter that matches this entry alone. */
    public AccessControlEntryFilter toFilter() {
        return new AccessControlEntryFilter(rule);
    }

    /** Whether a part of this is not known to this version. */
    public boolean isUnknown() {
        return rule.isUnknown();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AccessControlEntry other && rule.equals(other.rule);
    }

    @Override
    public int hashCode() {
        return rule.hashCode();
    }

    @Override
    public String toString() {
        return rule.toString();
    }
}
