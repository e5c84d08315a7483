package io.headrace.common.acl;

import java.util.Objects;

/**
 * What entries and filters of access control consist of. In a filter principal and host may be null, for any.
 *
 * @param principal such as {@code User:alice}
 * @param host an address, or {@code *}
 */
record AccessRule(String principal, String host, AclOperation operation, AclPermissionType permissionType) {

    AccessRule {
        Objects.requireNonNull(operation, "operation");
        Objects.requireNonNull(permissionType, "permissionType");
    }

    boolean isUnknown() {
        return operation.isUnknown() || permissionType.isUnknown();
    }

    /** What keeps this from naming exactly one entry; null if nothing does. */
    String findIndefiniteField() {
        if (principal == null) {
            return "the principal is not given";
        }
        if (host == null) {
            return "the host is not given";
        }
        if (operation == AclOperation.ANY || operation == AclOperation.UNKNOWN) {
            return "the operation is " + operation;
        }
        if (permissionType == AclPermissionType.ANY || permissionType == AclPermissionType.UNKNOWN) {
            return "the permission type is " + permissionType;
        }
        return null;
    }

    @Override
    public String toString() {
        return "(principal=" + orAny(principal) + ", host=" + orAny(host) + ", operation=" + operation
                + ", permissionType=" + permissionType + ")";
    }

    private static String orAny(String text) {
        return text == null ? "<any>" : text;
    }
}
