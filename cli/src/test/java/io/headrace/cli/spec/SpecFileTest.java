package io.headrace.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.TopicSpec;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecFileTest {
    private static final Console CONSOLE =
            new Console(InputStream.nullInputStream(), new ByteArrayOutputStream(), new ByteArrayOutputStream(), false);

    static SpecFile parse(String name, String text) {
        return SpecFile.parse(CONSOLE, name, Path.of("."), text);
    }

    @Test
    void aFileIsReadWithAllItSays() {
        ClusterSpec spec = parse("cluster.yaml", SpecExamples.YAML).spec();
        TopicSpec orders = spec.topics().get("orders");
        assertEquals(6, orders.partitions().getAsInt());
        assertEquals(Optional.of("7d"), orders.configs().get("retention.ms"));
        assertEquals(Optional.of("compact,delete"), orders.configs().get("cleanup.policy"));
        assertEquals(Optional.empty(), orders.configs().get("segment.bytes"));
        assertEquals(Optional.of("true"), orders.configs().get("preallocate"));
        assertEquals("[orders, orders-*]", spec.owned().topics().toString());
        assertEquals(
                "{SCRAM-SHA-512=Credential[password=Optional[env ORDERS_PASSWORD], iterations=OptionalInt[8192]]}",
                spec.users().get("orders-service").credentials().entrySet().stream()
                        .filter(each -> each.getKey() == ScramMechanism.SCRAM_SHA_512)
                        .map(each -> "{" + each.getKey().mechanismName() + "=" + each.getValue() + "}")
                        .findFirst()
                        .orElseThrow());
        assertEquals(2, spec.quotas().size());
        assertEquals(4, spec.acls().size());
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        ClusterSpec spec = parse("cluster.yaml", SpecExamples.WITHOUT_PASSWORDS).spec();
        String json = SpecExamples.json(SpecText.of(spec));
        ClusterSpec again = parse("again.json", json).spec();
        assertEquals(SpecText.of(spec), SpecText.of(again), json);
        assertEquals(spec.acls(), again.acls());
        assertEquals(spec.quotas(), again.quotas());
    }

    @Test
    void eachMistakeIsNamedWithItsPlace() {
        assertWrong("c.yaml is empty", "");
        assertWrong(
                "c.yaml: line 2, column 3: topics.a: 'partition' means nothing here; did you mean 'partitions'?;"
                        + " allowed are partitions, replicationFactor, configs",
                "topics:\n  a: {partition: 3}\n",
                "line 2, column 18");
        assertWrong(
                "c.yaml: line 3, column 17: topics.a.partitions: has to be a whole number from 1 to 1000000, not 0",
                "topics:\n  a:\n    partitions: 0\n",
                null);
        assertWrong(
                "c.yaml: line 1, column 1: 'topcis' means nothing here; did you mean 'topics'?; allowed are version, owned,"
                        + " topics, users, quotas, acls",
                "topcis: {}",
                "line 1, column 9");
    }

    @Test
    void aPasswordInTheFileIsRefusedWithoutBeingRepeated() {
        CommandFailure failure = assertThrows(
                CommandFailure.class, () -> parse("c.yaml", "users: {alice: {SCRAM-SHA-256: {password: xyzzy}}}"));
        assertEquals(false, failure.getMessage().contains("xyzzy"), failure.getMessage());
    }

    @Test
    void whatYamlAllowsAndNobodyMeansIsRefused() {
        assertWrong("c.yaml: line 2, column 1: 'topics' stands there twice", "topics: {}\ntopics: {}\n");
        for (String text : new String[] {
            "topics: {a: &x {partitions: 1}, b: *x}",
            "topics: {}\n---\ntopics: {}\n",
            "topics: [",
            "- a",
            "\"",
            "topics:\n\t- a"
        }) {
            assertThrows(CommandFailure.class, () -> parse("c.yaml", text), text);
        }
    }

    private static void assertWrong(String message, String text) {
        assertWrong(message, text, null);
    }

    private static void assertWrong(String message, String text, String place) {
        String expected = place == null ? message : message.replaceFirst("line \\d+, column \\d+", place);
        assertEquals(
                expected,
                assertThrows(CommandFailure.class, () -> parse("c.yaml", text)).getMessage());
    }
}
