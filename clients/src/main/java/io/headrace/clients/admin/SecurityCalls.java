package io.headrace.clients.admin;

import io.headrace.clients.admin.internals.AdminCore;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.admin.internals.security.AlterScramUsersOperation;
import io.headrace.clients.admin.internals.security.CreateAclsOperation;
import io.headrace.clients.admin.internals.security.CreateTokenOperation;
import io.headrace.clients.admin.internals.security.DeleteAclsOperation;
import io.headrace.clients.admin.internals.security.DescribeAclsOperation;
import io.headrace.clients.admin.internals.security.DescribeScramUsersOperation;
import io.headrace.clients.admin.internals.security.DescribeTokensOperation;
import io.headrace.clients.admin.internals.security.ExpireTokenOperation;
import io.headrace.clients.admin.internals.security.RenewTokenOperation;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.errors.ApiException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.DescribeUserScramCredentialsResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The part of {@link KafkaAdminClient} that is about access control, users and tokens. Thread safe. */
final class SecurityCalls {

    private final AdminCore core;

    SecurityCalls(AdminCore core) {
        this.core = core;
    }

    DescribeAclsResult describe(AclBindingFilter filter, DescribeAclsOptions options) {
        return new DescribeAclsResult(core.askAboutUsable(
                        new DescribeAclsOperation(),
                        List.of(filter),
                        DescribeAclsOperation::unusable,
                        options.timeoutMs())
                .get(filter));
    }

    CreateAclsResult create(Collection<AclBinding> acls, CreateAclsOptions options) {
        return new CreateAclsResult(core.askAboutUsable(
                new CreateAclsOperation(),
                new LinkedHashSet<>(acls),
                CreateAclsOperation::unusable,
                options.timeoutMs()));
    }

    DeleteAclsResult delete(Collection<AclBindingFilter> filters, DeleteAclsOptions options) {
        return new DeleteAclsResult(core.askAboutUsable(
                new DeleteAclsOperation(),
                new LinkedHashSet<>(filters),
                DeleteAclsOperation::unusable,
                options.timeoutMs()));
    }

    DescribeUserScramCredentialsResult describeUsers(List<String> users, DescribeUserScramCredentialsOptions options) {
        DescribeScramUsersOperation operation = new DescribeScramUsersOperation(
                users == null
                        ? List.of()
                        : users.stream().filter(Objects::nonNull).toList());
        return new DescribeUserScramCredentialsResult(core.ask(operation, List.of(operation), options.timeoutMs())
                .get(operation)
                .thenApply(SecurityCalls::described));
    }

    private static Map<String, DescribeUserScramCredentialsResult.Described> described(
            DescribeUserScramCredentialsResponse response) {
        Map<String, DescribeUserScramCredentialsResult.Described> users = new LinkedHashMap<>();
        response.results().forEach(told -> {
            Errors error = Errors.forCode(told.errorCode());
            List<ScramCredentialInfo> credentials = told.credentialInfos().stream()
                    .map(info -> new ScramCredentialInfo(ScramMechanism.fromType(info.mechanism()), info.iterations()))
                    .toList();
            users.put(
                    told.user(),
                    error == Errors.NONE
                            ? new DescribeUserScramCredentialsResult.Described(
                                    new UserScramCredentialsDescription(told.user(), credentials), null)
                            : new DescribeUserScramCredentialsResult.Described(
                                    null, Wire.failure(error, told.errorMessage())));
        });
        return users;
    }

    /** Passwords are hashed here, in the caller's thread, for that takes a while. */
    AlterUserScramCredentialsResult alterUsers(
            List<UserScramCredentialAlteration> alterations, AlterUserScramCredentialsOptions options) {
        Map<String, List<UserScramCredentialAlteration>> byUser = new LinkedHashMap<>();
        alterations.forEach(alteration -> byUser.computeIfAbsent(alteration.user(), user -> new ArrayList<>())
                .add(alteration));
        Map<String, AlterScramUsersOperation.Changes> changes = new HashMap<>();
        Map<String, RuntimeException> unusable = new HashMap<>();
        byUser.forEach((user, ofUser) -> {
            try {
                changes.put(user, ScramChanges.of(user, ofUser));
            } catch (ApiException e) {
                unusable.put(user, e);
            }
        });
        return new AlterUserScramCredentialsResult(core.askAboutUsable(
                new AlterScramUsersOperation(changes), byUser.keySet(), unusable::get, options.timeoutMs()));
    }

    CreateDelegationTokenResult create(CreateDelegationTokenOptions options) {
        CreateTokenOperation operation = new CreateTokenOperation(options);
        return new CreateDelegationTokenResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }

    RenewDelegationTokenResult renew(byte[] hmac, RenewDelegationTokenOptions options) {
        RenewTokenOperation operation = new RenewTokenOperation(hmac, options.renewTimePeriodMs());
        return new RenewDelegationTokenResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }

    ExpireDelegationTokenResult expire(byte[] hmac, ExpireDelegationTokenOptions options) {
        ExpireTokenOperation operation = new ExpireTokenOperation(hmac, options.expiryTimePeriodMs());
        return new ExpireDelegationTokenResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }

    DescribeDelegationTokenResult describe(DescribeDelegationTokenOptions options) {
        DescribeTokensOperation operation = new DescribeTokensOperation(options.owners());
        return new DescribeDelegationTokenResult(
                core.ask(operation, List.of(operation), options.timeoutMs()).get(operation));
    }
}
