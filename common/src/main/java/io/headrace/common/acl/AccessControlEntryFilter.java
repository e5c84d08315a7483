package io.headrace.common.acl;

/** Selects entries of access control. Immutable. */
public class AccessControlEntryFilter {
    /** Selects every entry. */
    public static final AccessControlEntryFilter ANY =
            new AccessControlEntryFilter(null, null, AclOperation.ANY, AclPermissionType.ANY);

    private final AccessRule rule;

    /**
     * A filter.
     *
     * @param principal null for any
     * @param host null for any
     * @param operation {@link AclOperation#ANY} for any
     * @param permissionType {@link AclPermissionType#ANY} for any
     */
    public AccessControlEntryFilter(
            String principal, String host, AclOperation operation, AclPermissionType permissionType) {
        this(new AccessRule(principal, host, operation, permissionType));
    }

    AccessControlEntryFilter(AccessRule rule) {
        this.rule = rule;
    }

    /** The principal, or null for any. */
    public String principal() {
        return rule.principal();
    }

    /** The host, or null for any. */
    public String host() {
        return rule.host();
    }

    /** The operation. */
    public AclOperation operation() {
        return rule.operation();
    }

    /** The permission type. */
    public AclPermissionType permissionType() {
        return rule.permissionType();
    }

    /** Whether a part of this is not known to this version. */
    public boolean isUnknown() {
        return rule.isUnknown();
    }

    /** Whether an entry is selected. Texts are compared as they are: {@code *} matches only {@code *}. */
    public boolean matches(AccessControlEntry other) {
        return (principal() == null || principal().equals(other.principal()))
                && (host() == null || host().equals(other.host()))
                && (operation() == AclOperation.ANY || operation() == other.operation())
                && (permissionType() == AclPermissionType.ANY || permissionType() == other.permissionType());
    }

    /** Whether no more than one entry can be selected. */
    public boolean matchesAtMostOne() {
        return findIndefiniteField() == null;
    }

    /** Why more than one entry could be selected; null if none could. */
    public String findIndefiniteField() {
        return rule.findIndefiniteField();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AccessControlEntryFilter other && rule.equals(other.rule);
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
