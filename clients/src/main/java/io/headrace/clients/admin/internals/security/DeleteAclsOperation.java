package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.DeleteAclsResult.FilterResult;
import io.headrace.clients.admin.DeleteAclsResult.FilterResults;
import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.acl.AccessControlEntryFilter;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.protocol.Errors;
import io.headrace.common.resource.ResourcePatternFilter;
import io.headrace.common.resource.ResourceType;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteAclsRequest;
import io.headrace.protocol.message.DeleteAclsRequest.DeleteAclsFilter;
import io.headrace.protocol.message.DeleteAclsResponse;
import io.headrace.protocol.message.DeleteAclsResponse.DeleteAclsFilterResult;
import io.headrace.protocol.message.DeleteAclsResponse.DeleteAclsMatchingAcl;
import java.util.List;
import java.util.Set;

/** Deletes entries of access control, by filter (DeleteAcls). */
public final class DeleteAclsOperation implements ControllerOperation<AclBindingFilter, FilterResults> {

    /** Why a filter cannot be used, or null when it can. */
    public static RuntimeException unusable(AclBindingFilter filter) {
        return Acls.unusable(filter);
    }

    @Override
    public String what(AclBindingFilter item) {
        return "the access control entries that " + item + " selects to be deleted";
    }

    @Override
    public Route route(AclBindingFilter item) {
        return Route.ANY;
    }

    /** An old broker that does not know users as resources still takes the other filters. */
    @Override
    public Object sharing(AclBindingFilter item) {
        return item.patternFilter().resourceType() == ResourceType.USER;
    }

    @Override
    public Call call(List<AclBindingFilter> items, int timeoutMs) {
        return Call.of(
                new DeleteAclsRequest()
                        .filters(items.stream().map(DeleteAclsOperation::filter).toList()),
                Acls.lowestVersion(
                        ApiKey.DELETE_ACLS, items.get(0).patternFilter().resourceType()),
                ApiKey.DELETE_ACLS.highestStableVersion());
    }

    private static DeleteAclsFilter filter(AclBindingFilter item) {
        ResourcePatternFilter pattern = item.patternFilter();
        AccessControlEntryFilter entry = item.entryFilter();
        return new DeleteAclsFilter()
                .resourceTypeFilter(pattern.resourceType().code())
                .resourceNameFilter(pattern.name())
                .patternTypeFilter(pattern.patternType().code())
                .principalFilter(entry.principal())
                .hostFilter(entry.host())
                .operation(entry.operation().code())
                .permissionType(entry.permissionType().code());
    }

    /** Results come in the order in which the filters were sent, and without them. */
    @Override
    public void read(
            ApiMessage response,
            int version,
            int nodeId,
            Set<AclBindingFilter> items,
            Answers<AclBindingFilter, FilterResults> answers) {
        List<DeleteAclsFilterResult> results = ((DeleteAclsResponse) response).filterResults();
        if (results.size() != items.size()) {
            items.forEach(item -> answers.fail(
                    item,
                    new UnknownServerException("Broker " + nodeId + " told of " + results.size() + " filters when "
                            + items.size() + " were sent")));
            return;
        }
        int index = 0;
        for (AclBindingFilter item : items) {
            DeleteAclsFilterResult result = results.get(index++);
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(
                        item,
                        new FilterResults(result.matchingAcls().stream()
                                .map(DeleteAclsOperation::result)
                                .toList()));
            } else {
                Acls.failed(item, error, result.errorMessage(), answers);
            }
        }
    }

    private static FilterResult result(DeleteAclsMatchingAcl acl) {
        Errors error = Errors.forCode(acl.errorCode());
        return new FilterResult(
                Acls.binding(
                        acl.resourceType(),
                        acl.resourceName(),
                        acl.patternType(),
                        acl.principal(),
                        acl.host(),
                        acl.operation(),
                        acl.permissionType()),
                error == Errors.NONE ? null : Wire.failure(error, acl.errorMessage()));
    }
}
