package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.CreateDelegationTokenOptions;
import io.headrace.clients.admin.DeleteAclsResult;
import io.headrace.clients.admin.DescribeDelegationTokenOptions;
import io.headrace.clients.admin.DescribeUserScramCredentialsResult;
import io.headrace.clients.admin.ExpireDelegationTokenOptions;
import io.headrace.clients.admin.RenewDelegationTokenOptions;
import io.headrace.clients.admin.ScramCredentialInfo;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.clients.admin.UserScramCredentialAlteration;
import io.headrace.clients.admin.UserScramCredentialDeletion;
import io.headrace.clients.admin.UserScramCredentialUpsertion;
import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AccessControlEntryFilter;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.errors.ClusterAuthorizationException;
import io.headrace.common.errors.DelegationTokenNotFoundException;
import io.headrace.common.errors.DelegationTokenOwnerMismatchException;
import io.headrace.common.errors.DuplicateResourceException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.ResourceNotFoundException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.common.errors.SecurityDisabledException;
import io.headrace.common.errors.UnacceptableCredentialException;
import io.headrace.common.errors.UnsupportedByAuthenticationException;
import io.headrace.common.errors.UnsupportedSaslMechanismException;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourcePatternFilter;
import io.headrace.common.resource.ResourceType;
import io.headrace.common.security.auth.KafkaPrincipal;
import io.headrace.common.security.token.delegation.DelegationToken;
import io.headrace.interop.ApacheCluster;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Access control, SCRAM users and delegation tokens, managed in a cluster that has all of it. */
class AdminSecurityContractTest {

    private static final String PLAIN_MODULE = "io.headrace.common.security.plain.PlainLoginModule";
    private static final String SCRAM_MODULE = "io.headrace.common.security.scram.ScramLoginModule";

    private final ApacheCluster cluster = ApacheCluster.get();

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", cluster.bootstrapServers()));
    }

    private Admin admin(String mechanism, String module, String user, String password, String more) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", cluster.saslBootstrapServers());
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", mechanism);
        config.put(
                "sasl.jaas.config",
                module + " required username=\"" + user + "\" password=\"" + password + "\"" + more + ";");
        return Admin.create(config);
    }

    private Admin superUser() {
        return admin("PLAIN", PLAIN_MODULE, ApacheCluster.USER, ApacheCluster.PASSWORD, "");
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <T extends Throwable> T assertFails(Class<T> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        return assertInstanceOf(expected, thrown.getCause());
    }

    // ---- access control ----

    private static AclBinding binding(String topic, PatternType type, String user, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, type),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private static AclBindingFilter ofTopic(String topic, PatternType type) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.TOPIC, topic, type), AccessControlEntryFilter.ANY);
    }

    private static Collection<AclBinding> bindings(Admin admin, AclBindingFilter filter) throws Exception {
        return get(admin.describeAcls(filter).values());
    }

    @Test
    void accessIsGivenSeenAndTakenAway() throws Exception {
        String topic = Target.topic("acl");
        AclBinding read = binding(topic, PatternType.LITERAL, "alice", AclOperation.READ);
        AclBinding write = binding(topic, PatternType.LITERAL, "bob", AclOperation.WRITE);
        AclBinding prefix = binding(topic.substring(0, 6), PatternType.PREFIXED, "carol", AclOperation.ALL);
        try (Admin admin = admin()) {
            get(admin.createAcls(List.of(read, write, prefix)).all());
            get(admin.createAcls(List.of(read)).values().get(read));
            Await.until(
                    "the broker knows the entries",
                    () -> bindings(admin, ofTopic(topic, PatternType.LITERAL)).size() == 2);
            assertEquals(Set.of(read, write), Set.copyOf(bindings(admin, ofTopic(topic, PatternType.LITERAL))));
            assertTrue(bindings(admin, ofTopic(topic, PatternType.MATCH)).containsAll(List.of(read, write, prefix)));
            AclBindingFilter ofAlice = new AclBindingFilter(
                    new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.ANY),
                    new AccessControlEntryFilter("User:alice", null, AclOperation.ANY, AclPermissionType.ANY));
            assertEquals(Set.of(read), Set.copyOf(bindings(admin, ofAlice)));

            AclBindingFilter nothing = ofTopic(topic + "-none", PatternType.LITERAL);
            DeleteAclsResult deleted = admin.deleteAcls(List.of(ofAlice, write.toFilter(), nothing));
            assertEquals(
                    read, get(deleted.values().get(ofAlice)).values().get(0).binding());
            assertTrue(get(deleted.values().get(nothing)).values().isEmpty());
            assertEquals(Set.of(read, write), Set.copyOf(get(deleted.all())));
            Await.until(
                    "the broker has forgotten the entries",
                    () -> bindings(admin, ofTopic(topic, PatternType.LITERAL)).isEmpty());
            assertEquals(
                    1, get(admin.deleteAcls(List.of(prefix.toFilter())).all()).size());
        }
    }

    @Test
    void whatCannotBeGivenFailsForItself() throws Exception {
        String topic = Target.topic("acl");
        AclBinding good = binding(topic, PatternType.LITERAL, "alice", AclOperation.READ);
        AclBinding bad = binding(topic, PatternType.LITERAL, "alice", AclOperation.UNKNOWN);
        try (Admin admin = admin()) {
            Map<AclBinding, KafkaFuture<Void>> created =
                    admin.createAcls(List.of(good, bad)).values();
            get(created.get(good));
            assertFails(InvalidRequestException.class, created.get(bad));
            assertFails(
                    InvalidRequestException.class,
                    admin.describeAcls(ofTopic(topic, PatternType.UNKNOWN)).values());
            get(admin.deleteAcls(List.of(good.toFilter())).all());
        }
    }

    @Test
    void aClusterWithoutAccessControlSaysSo() throws Exception {
        AclBinding binding = binding("t", PatternType.LITERAL, "alice", AclOperation.READ);
        try (Admin admin = new Contract(Target.APACHE).admin()) {
            assertFails(
                    SecurityDisabledException.class,
                    admin.describeAcls(AclBindingFilter.ANY).values());
            assertFails(
                    SecurityDisabledException.class,
                    admin.createAcls(List.of(binding)).values().get(binding));
            assertFails(
                    SecurityDisabledException.class,
                    admin.deleteAcls(List.of(AclBindingFilter.ANY)).all());
        }
    }

    @Test
    void whoMayNotIsRefused() throws Exception {
        String user = Target.topic("nobody");
        try (Admin admin = admin()) {
            setPassword(admin, user, "secret");
            try (Admin nobody = admin("SCRAM-SHA-256", SCRAM_MODULE, user, "secret", "")) {
                assertFails(
                        ClusterAuthorizationException.class,
                        nobody.describeAcls(AclBindingFilter.ANY).values());
                AclBinding binding = binding("t", PatternType.LITERAL, user, AclOperation.READ);
                assertFails(
                        ClusterAuthorizationException.class,
                        nobody.createAcls(List.of(binding)).all());
                assertFails(
                        ClusterAuthorizationException.class,
                        nobody.deleteAcls(List.of(AclBindingFilter.ANY)).all());
                assertFails(
                        ClusterAuthorizationException.class,
                        nobody.describeUserScramCredentials().all());
                assertFails(
                        ClusterAuthorizationException.class,
                        nobody.describeMetadataQuorum().quorumInfo());
            }
        }
    }

    // ---- users ----

    private static UserScramCredentialUpsertion upsertion(String user, ScramMechanism mechanism, String password) {
        return new UserScramCredentialUpsertion(user, new ScramCredentialInfo(mechanism, 4_096), password);
    }

    /** Until every broker lets the user in, which each does once it has heard of it. */
    private void setPassword(Admin admin, String user, String password) throws Exception {
        get(admin.alterUserScramCredentials(List.of(upsertion(user, ScramMechanism.SCRAM_SHA_256, password)))
                .all());
        Await.until("user " + user + " is let in", () -> {
            try (Admin asUser = admin("SCRAM-SHA-256", SCRAM_MODULE, user, password, "")) {
                get(asUser.describeCluster().nodes());
                return true;
            } catch (ExecutionException e) {
                assertInstanceOf(SaslAuthenticationException.class, e.getCause());
                return false;
            }
        });
    }

    private static boolean exists(Admin admin, String user) throws Exception {
        return get(admin.describeUserScramCredentials().users()).contains(user);
    }

    @Test
    void usersComeLogInAndGo() throws Exception {
        String user = Target.topic("user");
        try (Admin admin = admin()) {
            setPassword(admin, user, "first=,\u00e9");
            get(admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            user, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8_192), "other")))
                    .all());
            ScramCredentialInfo sha256 = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
            ScramCredentialInfo sha512 = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8_192);
            Await.until(
                    "both credentials are seen",
                    () -> get(admin.describeUserScramCredentials(List.of(user)).description(user))
                                    .credentialInfos()
                                    .size()
                            == 2);
            assertEquals(
                    Set.of(sha256, sha512),
                    Set.copyOf(get(admin.describeUserScramCredentials(List.of(user))
                                    .all())
                            .get(user)
                            .credentialInfos()));
            assertTrue(exists(admin, user));
            // A request may change a user once.
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                get(admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(user, mechanism)))
                        .all());
            }
            Await.until("the user is gone", () -> !exists(admin, user));
        }
    }

    @Test
    void eachUserFailsForItself() throws Exception {
        String good = Target.topic("good");
        String gone = Target.topic("gone");
        String twice = Target.topic("twice");
        String weak = Target.topic("weak");
        List<UserScramCredentialAlteration> changes = List.of(
                upsertion(good, ScramMechanism.SCRAM_SHA_256, "secret"),
                new UserScramCredentialDeletion(gone, ScramMechanism.SCRAM_SHA_256),
                upsertion(twice, ScramMechanism.SCRAM_SHA_256, "a"),
                upsertion(twice, ScramMechanism.SCRAM_SHA_256, "b"),
                new UserScramCredentialUpsertion(
                        weak, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 10), "secret"),
                upsertion("", ScramMechanism.SCRAM_SHA_256, "secret"),
                upsertion("empty", ScramMechanism.SCRAM_SHA_256, ""),
                upsertion("strange", ScramMechanism.UNKNOWN, "secret"));
        try (Admin admin = admin()) {
            Map<String, KafkaFuture<Void>> results =
                    admin.alterUserScramCredentials(changes).values();
            get(results.get(good));
            assertFails(ResourceNotFoundException.class, results.get(gone));
            assertFails(DuplicateResourceException.class, results.get(twice));
            assertFails(UnacceptableCredentialException.class, results.get(weak));
            assertFails(UnacceptableCredentialException.class, results.get(""));
            assertFails(UnacceptableCredentialException.class, results.get("empty"));
            assertFails(UnsupportedSaslMechanismException.class, results.get("strange"));
            Await.until("the good one is there", () -> exists(admin, good));

            DescribeUserScramCredentialsResult described =
                    admin.describeUserScramCredentials(List.of(good, gone, twice, twice));
            assertEquals(good, get(described.description(good)).name());
            assertFails(ResourceNotFoundException.class, described.description(gone));
            assertFails(DuplicateResourceException.class, described.description(twice));
            assertFails(ResourceNotFoundException.class, described.description("not asked about"));
            assertEquals(Set.of(good, twice), Set.copyOf(get(described.users())));
            assertThrows(ExecutionException.class, () -> get(described.all()));
            get(admin.alterUserScramCredentials(
                            List.of(new UserScramCredentialDeletion(good, ScramMechanism.SCRAM_SHA_256)))
                    .all());
        }
    }

    // ---- delegation tokens ----

    private static List<DelegationToken> tokens(Admin admin, String id) throws Exception {
        return get(admin.describeDelegationToken().delegationTokens()).stream()
                .filter(token -> token.tokenInfo().tokenId().equals(id))
                .toList();
    }

    @Test
    void aTokenIsMadeUsedRenewedAndEnded() throws Exception {
        KafkaPrincipal owner = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, ApacheCluster.USER);
        KafkaPrincipal renewer = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, "renewer");
        KafkaPrincipal nobody = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, "nobody");
        try (Admin admin = superUser()) {
            DelegationToken token = get(admin.createDelegationToken(new CreateDelegationTokenOptions()
                            .renewers(List.of(renewer))
                            .maxLifetimeMs(3_600_000))
                    .delegationToken());
            String id = token.tokenInfo().tokenId();
            assertEquals(owner, token.tokenInfo().owner());
            assertEquals(owner, token.tokenInfo().tokenRequester());
            assertEquals(
                    3_600_000,
                    token.tokenInfo().maxTimestamp() - token.tokenInfo().issueTimestamp());
            Await.until("the token is known", () -> tokens(admin, id).size() == 1);
            DelegationToken described = tokens(admin, id).get(0);
            assertArrayEquals(token.hmac(), described.hmac());
            assertEquals(List.of(renewer), List.copyOf(described.tokenInfo().renewers()));
            assertTrue(get(admin.describeDelegationToken(new DescribeDelegationTokenOptions().owners(List.of(nobody)))
                            .delegationTokens())
                    .isEmpty());

            Await.until("every broker knows the token", () -> {
                try (Admin byToken =
                        admin("SCRAM-SHA-256", SCRAM_MODULE, id, token.hmacAsBase64String(), " tokenauth=\"true\"")) {
                    get(byToken.describeCluster().nodes());
                    assertFails(
                            UnsupportedByAuthenticationException.class,
                            byToken.createDelegationToken().delegationToken());
                    return true;
                } catch (ExecutionException e) {
                    return false;
                }
            });

            long renewed = get(admin.renewDelegationToken(
                            token.hmac(), new RenewDelegationTokenOptions().renewTimePeriodMs(1_000_000))
                    .expiryTimestamp());
            assertTrue(renewed > System.currentTimeMillis() && renewed <= System.currentTimeMillis() + 1_100_000);
            get(admin.expireDelegationToken(token.hmac(), new ExpireDelegationTokenOptions().expiryTimePeriodMs(-1))
                    .expiryTimestamp());
            Await.until("the token is gone", () -> tokens(admin, id).isEmpty());
            assertFails(
                    DelegationTokenNotFoundException.class,
                    admin.renewDelegationToken(Arrays.copyOf(token.hmac(), 5)).expiryTimestamp());
        }
    }

    @Test
    void aTokenOfSomebodyElse() throws Exception {
        KafkaPrincipal other = new KafkaPrincipal(KafkaPrincipal.USER_TYPE, Target.topic("other"));
        try (Admin admin = superUser()) {
            DelegationToken token = get(admin.createDelegationToken(new CreateDelegationTokenOptions().owner(other))
                    .delegationToken());
            assertEquals(other, token.tokenInfo().owner());
            assertEquals(ApacheCluster.USER, token.tokenInfo().tokenRequester().getName());
            Await.until("the controller knows the token, and refuses those who do not own it", () -> {
                ExecutionException refused = assertThrows(
                        ExecutionException.class,
                        () -> get(admin.expireDelegationToken(token.hmac()).expiryTimestamp()));
                return refused.getCause() instanceof DelegationTokenOwnerMismatchException;
            });
        }
    }

    @Test
    void whoIsNotAuthenticatedGetsNoToken() throws Exception {
        try (Admin admin = admin()) {
            assertFails(
                    UnsupportedByAuthenticationException.class,
                    admin.createDelegationToken().delegationToken());
            assertFails(
                    UnsupportedByAuthenticationException.class,
                    admin.describeDelegationToken().delegationTokens());
        }
    }
}
