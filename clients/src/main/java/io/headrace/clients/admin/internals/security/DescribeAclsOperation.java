package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.acl.AccessControlEntryFilter;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.protocol.Errors;
import io.headrace.common.resource.ResourcePatternFilter;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DescribeAclsRequest;
import io.headrace.protocol.message.DescribeAclsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Finds entries of access control (DescribeAcls). The single item is the filter. */
public final class DescribeAclsOperation implements ControllerOperation<AclBindingFilter, Collection<AclBinding>> {

    /** Why a filter cannot be asked for, or null when it can. */
    public static RuntimeException unusable(AclBindingFilter filter) {
        return Acls.unusable(filter);
    }

    @Override
    public String what(AclBindingFilter item) {
        return "the access control entries that " + item + " selects";
    }

    @Override
    public Route route(AclBindingFilter item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<AclBindingFilter> items, int timeoutMs) {
        AclBindingFilter filter = items.get(0);
        ResourcePatternFilter pattern = filter.patternFilter();
        AccessControlEntryFilter entry = filter.entryFilter();
        return Call.of(
                new DescribeAclsRequest()
                        .resourceTypeFilter(pattern.resourceType().code())
                        .resourceNameFilter(pattern.name())
                        .patternTypeFilter(pattern.patternType().code())
                        .principalFilter(entry.principal())
                        .hostFilter(entry.host())
                        .operation(entry.operation().code())
                        .permissionType(entry.permissionType().code()),
                Acls.lowestVersion(ApiKey.DESCRIBE_ACLS, pattern.resourceType()),
                ApiKey.DESCRIBE_ACLS.highestStableVersion());
    }

    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<AclBindingFilter> items,
            Answers<AclBindingFilter, Collection<AclBinding>> answers) {
        DescribeAclsResponse described = (DescribeAclsResponse) response;
        Errors error = Errors.forCode(described.errorCode());
        for (AclBindingFilter item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, bindings(described));
            } else {
                Acls.failed(item, error, described.errorMessage(), answers);
            }
        }
    }

    private static Collection<AclBinding> bindings(DescribeAclsResponse described) {
        List<AclBinding> bindings = new ArrayList<>();
        described
                .resources()
                .forEach(resource -> resource.acls()
                        .forEach(acl -> bindings.add(Acls.binding(
                                resource.resourceType(),
                                resource.resourceName(),
                                resource.patternType(),
                                acl.principal(),
                                acl.host(),
                                acl.operation(),
                                acl.permissionType()))));
        return bindings;
    }
}
