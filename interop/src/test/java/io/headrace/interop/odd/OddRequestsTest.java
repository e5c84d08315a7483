package io.headrace.interop.odd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.ApiVersionsRequest;
import io.headrace.protocol.message.ApiVersionsResponse;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.testsupport.ApacheKafka;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends the same odd requests to Apache's broker and to ours, and compares the error codes of the answers. What differs
 * stands in docs/differences.md, each with its reason; a difference that is not there, and a line there for which there
 * is no difference any more, fail alike.
 */
class OddRequestsTest {

    /** One coordinator partition each, so that having found one is having found all. */
    private static final Map<String, String> SETTINGS = Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.num.partitions", "1");

    @TempDir
    static Path data;

    private static ApacheKafka apache;
    private static HeadraceBroker headrace;
    private static Map<ApiKey, Range> apacheVersions;
    private static Map<ApiKey, Range> headraceVersions;

    private record Range(int low, int high) {
        @Override
        public String toString() {
            return low + "-" + high;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        apache = ApacheKafka.start(SETTINGS, "-Xmx512m", "-XX:TieredStopAtLevel=1");
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:0");
        settings.put("log.dirs", data.toString());
        headrace = HeadraceBroker.start(settings);
        apacheVersions = versions(apachePort());
        headraceVersions = versions(headracePort());
        awaitCoordinators(apachePort(), apacheVersions);
        awaitCoordinators(headracePort(), headraceVersions);
    }

    @AfterAll
    static void stop() {
        if (headrace != null) {
            headrace.close();
        }
        if (apache != null) {
            apache.close();
        }
    }

    private static int apachePort() {
        return apache.port();
    }

    private static int headracePort() {
        String address = headrace.bootstrapServers();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static Map<ApiKey, Range> versions(int port) throws IOException {
        Map<ApiKey, Range> versions = new EnumMap<>(ApiKey.class);
        ApiMessage request = new ApiVersionsRequest().clientSoftwareName("odd").clientSoftwareVersion("1");
        try (Scene scene = new Scene(OddCase.of(ApiKey.API_VERSIONS, "set-up", (s, v) -> request), 4, port)) {
            ApiVersionsResponse response = scene.call(request, 4);
            response.apiKeys()
                    .forEach(api ->
                            versions.put(ApiKey.forId(api.apiKey()), new Range(api.minVersion(), api.maxVersion())));
        }
        return versions;
    }

    /** Waits until groups and transactions have their coordinators, both types by a key of their own. */
    private static void awaitCoordinators(int port, Map<ApiKey, Range> served) throws IOException {
        for (byte type = 0; type < 2; type++) {
            if (!served.containsKey(type == 0 ? ApiKey.JOIN_GROUP : ApiKey.END_TXN)) {
                continue;
            }
            ApiMessage request = new FindCoordinatorRequest().keyType(type).coordinatorKeys(List.of("anything"));
            try (Scene scene = new Scene(OddCase.of(ApiKey.FIND_COORDINATOR, "set-up", (s, v) -> request), 4, port)) {
                Await.until(
                        "a coordinator of type " + type,
                        () -> scene.<FindCoordinatorResponse>call(request, 4)
                                        .coordinators()
                                        .get(0)
                                        .errorCode()
                                == 0);
                if (type == 1) {
                    scene.producer("set-up");
                }
            }
        }
    }

    @Test
    void theVersionsAreApaches() throws IOException {
        List<Difference> found = new ArrayList<>();
        headraceVersions.forEach((api, ours) -> {
            Range theirs = apacheVersions.get(api);
            if (!ours.equals(theirs)) {
                found.add(new Difference(
                        "ApiVersions", "versions of " + api.title(), "all", String.valueOf(theirs), ours.toString()));
            }
        });
        Difference.compare(
                found,
                Difference.documented().stream()
                        .filter(d -> d.name().startsWith("versions of "))
                        .toList());
    }

    @Test
    void everyCallHasItsOddRequests() {
        List<ApiKey> bare = headraceVersions.keySet().stream()
                .filter(api -> Cases.of(api).size() <= FrameCases.of(api).size())
                .toList();
        assertEquals(List.of(), bare);
        for (ApiKey api : ApiKey.values()) {
            List<String> names = Cases.of(api).stream()
                    .map(odd -> odd.name() + " from version " + odd.from())
                    .toList();
            assertEquals(names.size(), new TreeSet<>(names).size(), () -> "a name twice for " + api + ": " + names);
        }
    }

    @Test
    void theListNamesNothingThatIsNotSent() throws IOException {
        for (Difference difference : Difference.documented()) {
            assertTrue(
                    difference.isForEveryCall()
                            || difference.name().startsWith("versions of ")
                            || Stream.of(ApiKey.values())
                                    .filter(api -> api.title().equals(difference.api()))
                                    .flatMap(api -> Cases.of(api).stream())
                                    .anyMatch(odd -> odd.name().equals(difference.name())),
                    difference::toString);
        }
    }

    static Stream<ApiKey> calls() {
        // For whoever looks into some calls: -Dheadrace.odd=FETCH,PRODUCE
        String only = System.getProperty("headrace.odd");
        return Stream.of(ApiKey.values())
                .filter(api -> only == null
                        ? !Cases.of(api).isEmpty()
                        : List.of(only.split(",")).contains(api.name()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    @Timeout(300)
    void theAnswersHaveApachesErrors(ApiKey api) throws Exception {
        Assumptions.assumeTrue(headraceVersions.containsKey(api), () -> "not served: " + api);
        List<Difference> found = new ArrayList<>();
        for (OddCase odd : Cases.of(api)) {
            List<Difference> differences = differences(odd);
            found.addAll(FrameCases.TAG_ORDER.contains(odd.name()) ? Difference.ofTags(differences) : differences);
        }
        Difference.compare(
                found,
                Difference.documented().stream()
                        .filter(d ->
                                (d.isForEveryCall() ? isFlexible(api) : d.api().equals(api.title()))
                                        && !d.name().startsWith("versions of "))
                        .toList());
    }

    private static boolean isFlexible(ApiKey api) {
        return api.isFlexible(headraceVersions.get(api).high);
    }

    private static List<Difference> differences(OddCase odd) throws Exception {
        Range theirs = apacheVersions.get(odd.api());
        Range ours = headraceVersions.get(odd.api());
        // Produce is said to have old versions that are not served.
        int from = Math.max(
                odd.from(), Math.max(Math.max(theirs.low, ours.low), odd.api().lowestVersion()));
        int to = Math.min(odd.to(), Math.min(theirs.high, ours.high));
        List<Difference> found = new ArrayList<>();
        for (int version = from; version <= to; version++) {
            String apaches;
            try {
                apaches = outcome(odd, version, apachePort());
            } catch (AssertionError | Exception e) {
                throw new AssertionError(odd.api() + ", " + odd.name() + ", version " + version, e);
            }
            String headraces;
            try {
                headraces = outcome(odd, version, headracePort());
            } catch (AssertionError | Exception e) {
                headraces = "what is needed for it fails: " + e;
            }
            if (!apaches.equals(headraces)) {
                Difference.join(found, odd, version, apaches, headraces);
            }
        }
        return found;
    }

    private static String outcome(OddCase odd, int version, int port) throws Exception {
        try (Scene scene = new Scene(odd, version, port)) {
            return scene.outcome(odd.request().run(scene, version), version, odd.bend());
        }
    }
}
