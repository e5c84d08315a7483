package io.headrace.clients.admin.internals.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.CreateDelegationTokenOptions;
import io.headrace.clients.admin.DeleteAclsResult.FilterResults;
import io.headrace.clients.admin.internals.OperationBench;
import io.headrace.clients.admin.internals.OperationBench.Result;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ScriptedLoop.Sent;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AccessControlEntryFilter;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.DelegationTokenNotFoundException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.ResourceNotFoundException;
import io.headrace.common.errors.SecurityDisabledException;
import io.headrace.common.errors.UnknownServerException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.common.protocol.Errors;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourcePatternFilter;
import io.headrace.common.resource.ResourceType;
import io.headrace.common.security.auth.KafkaPrincipal;
import io.headrace.common.security.token.delegation.DelegationToken;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest;
import io.headrace.protocol.message.AlterUserScramCredentialsRequest.ScramCredentialDeletion;
import io.headrace.protocol.message.AlterUserScramCredentialsResponse;
import io.headrace.protocol.message.AlterUserScramCredentialsResponse.AlterUserScramCredentialsResult;
import io.headrace.protocol.message.CreateAclsRequest;
import io.headrace.protocol.message.CreateAclsResponse;
import io.headrace.protocol.message.CreateAclsResponse.AclCreationResult;
import io.headrace.protocol.message.CreateDelegationTokenRequest;
import io.headrace.protocol.message.CreateDelegationTokenResponse;
import io.headrace.protocol.message.DeleteAclsRequest;
import io.headrace.protocol.message.DeleteAclsResponse;
import io.headrace.protocol.message.DeleteAclsResponse.DeleteAclsFilterResult;
import io.headrace.protocol.message.DeleteAclsResponse.DeleteAclsMatchingAcl;
import io.headrace.protocol.message.DescribeAclsRequest;
import io.headrace.protocol.message.DescribeAclsResponse;
import io.headrace.protocol.message.DescribeAclsResponse.AclDescription;
import io.headrace.protocol.message.DescribeAclsResponse.DescribeAclsResource;
import io.headrace.protocol.message.DescribeDelegationTokenRequest;
import io.headrace.protocol.message.DescribeDelegationTokenResponse;
import io.headrace.protocol.message.DescribeDelegationTokenResponse.DescribedDelegationToken;
import io.headrace.protocol.message.DescribeDelegationTokenResponse.DescribedDelegationTokenRenewer;
import io.headrace.protocol.message.DescribeUserScramCredentialsRequest;
import io.headrace.protocol.message.DescribeUserScramCredentialsResponse;
import io.headrace.protocol.message.ExpireDelegationTokenRequest;
import io.headrace.protocol.message.ExpireDelegationTokenResponse;
import io.headrace.protocol.message.RenewDelegationTokenRequest;
import io.headrace.protocol.message.RenewDelegationTokenResponse;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked about access control, users and tokens, in which version, and what is made of the answers. */
class SecurityOperationsTest {

    private final OperationBench bench = new OperationBench();

    private static AclBinding binding(ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.PREFIXED),
                new AccessControlEntry("User:alice", "*", AclOperation.READ, AclPermissionType.ALLOW));
    }

    private static AclBindingFilter filter(ResourceType type, String name) {
        return new AclBindingFilter(
                new ResourcePatternFilter(type, name, PatternType.MATCH),
                new AccessControlEntryFilter("User:alice", null, AclOperation.ANY, AclPermissionType.DENY));
    }

    // ---- access control ----

    @Test
    void entriesAreFoundByFilter() {
        AclBindingFilter filter = filter(ResourceType.TOPIC, "orders");
        Result<AclBindingFilter, Collection<AclBinding>> result =
                bench.start(new DescribeAclsOperation(), List.of(filter));
        Sent sent = bench.loop().take();
        assertEquals(Target.ANY, sent.target());
        assertEquals(1, sent.call().lowestVersion());
        DescribeAclsRequest request = (DescribeAclsRequest) sent.request();
        assertEquals(ResourceType.TOPIC.code(), request.resourceTypeFilter());
        assertEquals("orders", request.resourceNameFilter());
        assertEquals(PatternType.MATCH.code(), request.patternTypeFilter());
        assertEquals("User:alice", request.principalFilter());
        assertNull(request.hostFilter());
        assertEquals(AclOperation.ANY.code(), request.operation());
        assertEquals(AclPermissionType.DENY.code(), request.permissionType());
        sent.answer(new DescribeAclsResponse()
                .resources(List.of(new DescribeAclsResource()
                        .resourceType(ResourceType.TOPIC.code())
                        .resourceName("ord")
                        .patternType(PatternType.PREFIXED.code())
                        .acls(List.of(new AclDescription()
                                .principal("User:alice")
                                .host("*")
                                .operation(AclOperation.READ.code())
                                .permissionType(AclPermissionType.ALLOW.code()))))));
        assertEquals(List.of(binding(ResourceType.TOPIC, "ord")), List.copyOf(result.value(filter)));
    }

    @Test
    void usersAsResourcesNeedABrokerThatKnowsThem() {
        bench.start(new DescribeAclsOperation(), List.of(filter(ResourceType.USER, "bob")));
        assertEquals(3, bench.loop().take().call().lowestVersion());
        bench.start(
                new CreateAclsOperation(),
                new LinkedHashSet<>(List.of(binding(ResourceType.TOPIC, "t"), binding(ResourceType.USER, "bob"))));
        assertEquals(1, bench.loop().take().call().lowestVersion());
        assertEquals(3, bench.loop().take().call().lowestVersion(), "in a request of their own");
        bench.start(
                new DeleteAclsOperation(),
                new LinkedHashSet<>(List.of(filter(ResourceType.TOPIC, "t"), filter(ResourceType.USER, "bob"))));
        assertEquals(1, bench.loop().take().call().lowestVersion());
        assertEquals(3, bench.loop().take().call().lowestVersion());
    }

    @Test
    void aClusterWithoutAuthorizerSaysSoAndOneThatIsNotReadyIsAskedAgain() {
        AclBindingFilter filter = filter(ResourceType.TOPIC, "orders");
        Result<AclBindingFilter, Collection<AclBinding>> result =
                bench.start(new DescribeAclsOperation(), List.of(filter));
        bench.loop().take().answer(new DescribeAclsResponse().errorCode(Errors.COORDINATOR_LOAD_IN_PROGRESS.code()));
        bench.loop().advance(200);
        bench.loop()
                .take()
                .answer(new DescribeAclsResponse()
                        .errorCode(Errors.SECURITY_DISABLED.code())
                        .errorMessage("No Authorizer is configured."));
        assertEquals(
                "No Authorizer is configured.",
                result.failure(SecurityDisabledException.class, filter).getMessage());
        bench.assertQuiet();
    }

    @Test
    void entriesAreCreatedAndFailByTheirPlaceInTheAnswer() {
        AclBinding good = binding(ResourceType.TOPIC, "good");
        AclBinding bad = binding(ResourceType.TOPIC, "bad");
        Result<AclBinding, Void> result =
                bench.start(new CreateAclsOperation(), new LinkedHashSet<>(List.of(good, bad)));
        Sent sent = bench.loop().take();
        CreateAclsRequest request = (CreateAclsRequest) sent.request();
        assertEquals("good", request.creations().get(0).resourceName());
        assertEquals(PatternType.PREFIXED.code(), request.creations().get(0).resourcePatternType());
        assertEquals("User:alice", request.creations().get(0).principal());
        sent.answer(new CreateAclsResponse()
                .results(List.of(
                        new AclCreationResult(),
                        new AclCreationResult()
                                .errorCode(Errors.INVALID_REQUEST.code())
                                .errorMessage("why"))));
        assertNull(result.value(good));
        assertEquals("why", result.failure(InvalidRequestException.class, bad).getMessage());
    }

    @Test
    void anAnswerAboutAnotherNumberOfEntriesIsNotBelieved() {
        AclBinding one = binding(ResourceType.TOPIC, "one");
        Result<AclBinding, Void> created = bench.start(new CreateAclsOperation(), List.of(one));
        bench.loop().take().answer(new CreateAclsResponse());
        assertTrue(created.failure(UnknownServerException.class, one)
                .getMessage()
                .contains("0 access control entries when 1"));
        AclBindingFilter filter = filter(ResourceType.TOPIC, "one");
        Result<AclBindingFilter, FilterResults> deleted = bench.start(new DeleteAclsOperation(), List.of(filter));
        bench.loop().take().answer(new DeleteAclsResponse());
        deleted.failure(UnknownServerException.class, filter);
    }

    @Test
    void bindingsThatMeanSeveralThingsCannotBeCreated() {
        AclBinding any = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "t", PatternType.LITERAL),
                new AccessControlEntry("User:alice", "*", AclOperation.UNKNOWN, AclPermissionType.ALLOW));
        String why = CreateAclsOperation.unusable(any).getMessage();
        assertTrue(why.contains("User:alice") && why.contains("UNKNOWN"), why);
        assertNull(CreateAclsOperation.unusable(binding(ResourceType.TOPIC, "t")));
        assertInstanceOf(
                InvalidRequestException.class, DeleteAclsOperation.unusable(filter(ResourceType.UNKNOWN, "t")));
        assertNull(DescribeAclsOperation.unusable(filter(ResourceType.ANY, null)));
    }

    @Test
    void whatAFilterDeletedIsToldOneByOne() {
        AclBindingFilter filter = filter(ResourceType.TOPIC, null);
        Result<AclBindingFilter, FilterResults> result = bench.start(new DeleteAclsOperation(), List.of(filter));
        Sent sent = bench.loop().take();
        DeleteAclsRequest request = (DeleteAclsRequest) sent.request();
        assertNull(request.filters().get(0).resourceNameFilter());
        DeleteAclsMatchingAcl acl = new DeleteAclsMatchingAcl()
                .resourceType(ResourceType.TOPIC.code())
                .resourceName("ord")
                .patternType(PatternType.PREFIXED.code())
                .principal("User:alice")
                .host("*")
                .operation(AclOperation.READ.code())
                .permissionType(AclPermissionType.ALLOW.code());
        DeleteAclsMatchingAcl stays = new DeleteAclsMatchingAcl()
                .resourceType(ResourceType.TOPIC.code())
                .resourceName("x")
                .errorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code());
        sent.answer(new DeleteAclsResponse()
                .filterResults(List.of(new DeleteAclsFilterResult().matchingAcls(List.of(acl, stays)))));
        FilterResults results = result.value(filter);
        assertEquals(binding(ResourceType.TOPIC, "ord"), results.values().get(0).binding());
        assertNull(results.values().get(0).exception());
        assertInstanceOf(
                ClusterAuthorizationException.class, results.values().get(1).exception());
    }

    @Test
    void aBrokerThatDoesNotKnowAclsIsNotAskedTwice() {
        AclBindingFilter filter = filter(ResourceType.TOPIC, null);
        Result<AclBindingFilter, Collection<AclBinding>> result =
                bench.start(new DescribeAclsOperation(), List.of(filter));
        bench.loop().take().fail(new UnsupportedVersionException("DESCRIBE_ACLS"));
        result.failure(UnsupportedVersionException.class, filter);
        bench.assertQuiet();
    }

    // ---- users ----

    @Test
    void usersAreDescribedAllOrSome() {
        DescribeScramUsersOperation all = new DescribeScramUsersOperation(List.of());
        bench.start(all);
        assertEquals(
                List.of(),
                ((DescribeUserScramCredentialsRequest) bench.loop().take().request()).users());
        DescribeScramUsersOperation some = new DescribeScramUsersOperation(List.of("a", "b"));
        Result<DescribeScramUsersOperation, DescribeUserScramCredentialsResponse> result = bench.start(some);
        Sent sent = bench.loop().take();
        assertEquals(
                "b",
                ((DescribeUserScramCredentialsRequest) sent.request())
                        .users()
                        .get(1)
                        .name());
        sent.answer(new DescribeUserScramCredentialsResponse()
                .errorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code())
                .errorMessage("no"));
        assertEquals(
                "no", result.failure(ClusterAuthorizationException.class, some).getMessage());
    }

    @Test
    void usersChangeAtTheControllerWhereverThatIs() {
        AlterScramUsersOperation operation = new AlterScramUsersOperation(Map.of(
                "a",
                new AlterScramUsersOperation.Changes(
                        List.of(new ScramCredentialDeletion().name("a").mechanism((byte) 1)), List.of()),
                "b",
                new AlterScramUsersOperation.Changes(
                        List.of(new ScramCredentialDeletion().name("b").mechanism((byte) 2)), List.of())));
        Result<String, Void> result = bench.start(operation, List.of("a", "b"));
        Sent sent = bench.loop().take();
        assertEquals(Target.CONTROLLER, sent.target());
        assertEquals(
                2,
                ((AlterUserScramCredentialsRequest) sent.request()).deletions().size());
        sent.answer(new AlterUserScramCredentialsResponse()
                .results(List.of(
                        new AlterUserScramCredentialsResult().user("a").errorCode(Errors.NOT_CONTROLLER.code()),
                        new AlterUserScramCredentialsResult().user("b").errorCode(Errors.RESOURCE_NOT_FOUND.code()))));
        result.failure(ResourceNotFoundException.class, "b");
        bench.loop().advance(200);
        Sent again = bench.loop().take();
        assertEquals(
                List.of("a"),
                ((AlterUserScramCredentialsRequest) again.request())
                        .deletions().stream().map(ScramCredentialDeletion::name).toList(),
                "only what is not settled");
        again.answer(new AlterUserScramCredentialsResponse()
                .results(List.of(new AlterUserScramCredentialsResult().user("a"))));
        assertNull(result.value("a"));
    }

    // ---- tokens ----

    private static final byte[] HMAC = {1, 2, 3};
    private static final KafkaPrincipal ALICE = new KafkaPrincipal("User", "alice");
    private static final KafkaPrincipal BOB = new KafkaPrincipal("User", "bob");

    private static CreateDelegationTokenResponse created() {
        return new CreateDelegationTokenResponse()
                .principalType("User")
                .principalName("alice")
                .issueTimestampMs(10)
                .expiryTimestampMs(20)
                .maxTimestampMs(30)
                .tokenId("id")
                .hmac(HMAC);
    }

    @Test
    void aTokenIsMade() {
        CreateTokenOperation operation = new CreateTokenOperation(
                new CreateDelegationTokenOptions().renewers(List.of(BOB)).maxLifetimeMs(5_000));
        Result<CreateTokenOperation, DelegationToken> result = bench.start(operation);
        Sent sent = bench.loop().take();
        CreateDelegationTokenRequest request = (CreateDelegationTokenRequest) sent.request();
        assertEquals(5_000, request.maxLifetimeMs());
        assertEquals("bob", request.renewers().get(0).principalName());
        assertNull(request.ownerPrincipalName());
        sent.answer(created().tokenRequesterPrincipalType("User").tokenRequesterPrincipalName("bob"));
        DelegationToken token = result.value(operation);
        assertArrayEquals(HMAC, token.hmac());
        assertEquals("id", token.tokenInfo().tokenId());
        assertEquals(ALICE, token.tokenInfo().owner());
        assertEquals(BOB, token.tokenInfo().tokenRequester());
        assertEquals(List.of(BOB), token.tokenInfo().renewers());
        assertEquals(10, token.tokenInfo().issueTimestamp());
        assertEquals(20, token.tokenInfo().expiryTimestamp());
        assertEquals(30, token.tokenInfo().maxTimestamp());
    }

    @Test
    void aTokenOfSomebodyElseIsNotAskedOfABrokerThatWouldMakeAnother() {
        bench.start(new CreateTokenOperation(new CreateDelegationTokenOptions().owner(ALICE)));
        Sent sent = bench.loop().take();
        assertEquals(3, sent.call().lowestVersion());
        assertEquals("alice", ((CreateDelegationTokenRequest) sent.request()).ownerPrincipalName());
    }

    @Test
    void anOldBrokerDoesNotTellWhoAskedAndThenItWasTheOwner() {
        bench.loop().supports(ApiKey.CREATE_DELEGATION_TOKEN, 2);
        CreateTokenOperation operation = new CreateTokenOperation(new CreateDelegationTokenOptions());
        Result<CreateTokenOperation, DelegationToken> result = bench.start(operation);
        Sent sent = bench.loop().take();
        sent.request().size(2);
        sent.answer(created());
        assertEquals(ALICE, result.value(operation).tokenInfo().tokenRequester());
    }

    @Test
    void tokensAreRenewedAndEnded() {
        RenewTokenOperation renew = new RenewTokenOperation(HMAC, 7);
        Result<RenewTokenOperation, Long> renewed = bench.start(renew);
        Sent sent = bench.loop().take();
        assertArrayEquals(HMAC, ((RenewDelegationTokenRequest) sent.request()).hmac());
        assertEquals(7, ((RenewDelegationTokenRequest) sent.request()).renewPeriodMs());
        sent.answer(new RenewDelegationTokenResponse().errorCode(Errors.NOT_CONTROLLER.code()));
        bench.loop().advance(200);
        bench.loop().take().answer(new RenewDelegationTokenResponse().expiryTimestampMs(99));
        assertEquals(99, renewed.value(renew));

        ExpireTokenOperation expire = new ExpireTokenOperation(HMAC, -1);
        Result<ExpireTokenOperation, Long> expired = bench.start(expire);
        Sent end = bench.loop().take();
        assertEquals(-1, ((ExpireDelegationTokenRequest) end.request()).expiryTimePeriodMs());
        end.answer(new ExpireDelegationTokenResponse().errorCode(Errors.DELEGATION_TOKEN_NOT_FOUND.code()));
        expired.failure(DelegationTokenNotFoundException.class, expire);
    }

    @Test
    void tokensAreDescribed() {
        bench.start(new DescribeTokensOperation(null));
        assertNull(((DescribeDelegationTokenRequest) bench.loop().take().request()).owners(), "all");
        DescribeTokensOperation operation = new DescribeTokensOperation(List.of(ALICE));
        Result<DescribeTokensOperation, List<DelegationToken>> result = bench.start(operation);
        Sent sent = bench.loop().take();
        assertEquals(
                "alice",
                ((DescribeDelegationTokenRequest) sent.request())
                        .owners()
                        .get(0)
                        .principalName());
        sent.answer(new DescribeDelegationTokenResponse()
                .tokens(List.of(new DescribedDelegationToken()
                        .principalType("User")
                        .principalName("alice")
                        .tokenRequesterPrincipalType("User")
                        .tokenRequesterPrincipalName("bob")
                        .tokenId("id")
                        .hmac(HMAC)
                        .renewers(List.of(new DescribedDelegationTokenRenewer()
                                .principalType("User")
                                .principalName("bob"))))));
        DelegationToken token = result.value(operation).get(0);
        assertEquals(ALICE, token.tokenInfo().owner());
        assertEquals(BOB, token.tokenInfo().tokenRequester());
        assertEquals(List.of(BOB), token.tokenInfo().renewers());
    }
}
