package io.headrace.clients.admin.internals.security;

import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.protocol.Errors;
import io.headrace.common.resource.ResourceType;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreateAclsRequest;
import io.headrace.protocol.message.CreateAclsRequest.AclCreation;
import io.headrace.protocol.message.CreateAclsResponse;
import java.util.List;
import java.util.Set;

/** Creates entries of access control, by binding (CreateAcls). */
public final class CreateAclsOperation implements ControllerOperation<AclBinding, Void> {

    /** Why a binding cannot be created, or null when it can. */
    public static RuntimeException unusable(AclBinding binding) {
        String indefinite = binding.toFilter().findIndefiniteField();
        return indefinite == null
                ? null
                : new InvalidRequestException(
                        "No access control entry can be created from " + binding + ": " + indefinite);
    }

    @Override
    public String what(AclBinding item) {
        return "the access control entry " + item + " to be created";
    }

    @Override
    public Route route(AclBinding item) {
        return Route.ANY;
    }

    /** An old broker that does not know users as resources still takes the other bindings. */
    @Override
    public Object sharing(AclBinding item) {
        return item.pattern().resourceType() == ResourceType.USER;
    }

    @Override
    public Call call(List<AclBinding> items, int timeoutMs) {
        return Call.of(
                new CreateAclsRequest()
                        .creations(items.stream()
                                .map(CreateAclsOperation::creation)
                                .toList()),
                Acls.lowestVersion(ApiKey.CREATE_ACLS, items.get(0).pattern().resourceType()),
                ApiKey.CREATE_ACLS.highestStableVersion());
    }

    private static AclCreation creation(AclBinding item) {
        return new AclCreation()
                .resourceType(item.pattern().resourceType().code())
                .resourceName(item.pattern().name())
                .resourcePatternType(item.pattern().patternType().code())
                .principal(item.entry().principal())
                .host(item.entry().host())
                .operation(item.entry().operation().code())
                .permissionType(item.entry().permissionType().code());
    }

    /** Results come in the order in which the bindings were sent, and without them. */
    @Override
    public void read(
            ApiMessage response, int version, int nodeId, Set<AclBinding> items, Answers<AclBinding, Void> answers) {
        List<CreateAclsResponse.AclCreationResult> results = ((CreateAclsResponse) response).results();
        if (results.size() != items.size()) {
            items.forEach(item -> answers.fail(
                    item,
                    new UnknownServerException("Broker " + nodeId + " told of " + results.size()
                            + " access control entries when " + items.size() + " were to be created")));
            return;
        }
        int index = 0;
        for (AclBinding item : items) {
            CreateAclsResponse.AclCreationResult result = results.get(index++);
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else {
                Acls.failed(item, error, result.errorMessage(), answers);
            }
        }
    }
}
