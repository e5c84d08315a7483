package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.protocol.Errors;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.protocol.ApiKey;

/** How bindings and filters of access control stand on the wire. Stateless. */
final class Acls {

    /** Users as a type of resource came with this version of all three requests. */
    private static final int WITH_USERS = 3;

    private Acls() {}

    /** The lowest version that can speak of a type of resource. */
    static int lowestVersion(ApiKey key, ResourceType type) {
        return type == ResourceType.USER ? WITH_USERS : key.lowestVersion();
    }

    static AclBinding binding(
            byte resourceType,
            String name,
            byte patternType,
            String principal,
            String host,
            byte operation,
            byte permissionType) {
        return new AclBinding(
                new ResourcePattern(ResourceType.fromCode(resourceType), name, PatternType.fromCode(patternType)),
                new AccessControlEntry(
                        principal, host, AclOperation.fromCode(operation), AclPermissionType.fromCode(permissionType)));
    }

    /** Why a filter cannot be sent, or null when it can. */
    static RuntimeException unusable(AclBindingFilter filter) {
        return filter.isUnknown()
                ? new InvalidRequestException(
                        "A filter of access control must not contain UNKNOWN, as " + filter + " does")
                : null;
    }

    /** An item has failed: for now when the controller moved or is not ready, else for good. */
    static <K> void failed(K item, Errors error, String message, Answers<K, ?> answers) {
        RuntimeException why = Wire.failure(error, message);
        if (error.isRetriable()) {
            answers.retry(item, why);
        } else {
            answers.fail(item, why);
        }
    }
}
