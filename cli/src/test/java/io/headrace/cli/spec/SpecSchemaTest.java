package io.headrace.cli.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.headrace.cli.CommandFailure;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The schema that editors get, judged by a validator that is not ours: it accepts what the command reads, and no more. */
class SpecSchemaTest {
    private static final int CASES = 1_500;
    private static final List<Object> ODD = Arrays.asList(
            null,
            true,
            0,
            1,
            -1,
            3L,
            0.5,
            70_000,
            "",
            "*",
            "a*b",
            "orders-*",
            "7d",
            "1x",
            "10MiB",
            "0MiB",
            "1GB",
            "User:a",
            "read",
            "reed",
            "kafka-cluster",
            "<default>",
            "NAME",
            "not a name",
            List.of(),
            List.of("read"),
            List.of(1, true),
            Map.of(),
            Map.of("env", "NAME"),
            Map.of("partitions", 1));

    private static final List<String> NAMES = List.of(
            "version",
            "topics",
            "partitions",
            "configs",
            "retention.ms",
            "segment.bytes",
            "flush.messages",
            "Odd Name",
            "users",
            "SCRAM-SHA-256",
            "password",
            "env",
            "file",
            "iterations",
            "quotas",
            "user",
            "ip",
            "clientId",
            "limits",
            "producer_byte_rate",
            "acls",
            "principal",
            "allow",
            "deny",
            "topic",
            "groupPrefix",
            "cluster",
            "owned");

    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .createValidator();
    private final URI schema = validator.registerSchema(SpecExamples.json(SpecCommands.schema()));

    @Test
    void theExamplesAreValid() {
        for (String example : List.of(SpecExamples.YAML, SpecExamples.WITHOUT_PASSWORDS)) {
            assertTrue(accepts(SpecExamples.json(tree(DocReader.read("example.yaml", example)))));
        }
    }

    @Test
    void theSchemaAcceptsWhatTheCommandAccepts() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Object example = tree(DocReader.read("example.yaml", SpecExamples.YAML));
        int accepted = 0;
        for (int i = 0; i < CASES; i++) {
            Object document = mutated(example, random);
            if (random.nextBoolean()) {
                document = mutated(document, random);
            }
            String json = SpecExamples.json(document);
            String complaint = complaint(json);
            boolean accepts = accepts(json);
            assertEquals(complaint.isEmpty(), accepts, () -> "seed " + seed + "\n" + json + "\n" + complaint);
            accepted += accepts ? 1 : 0;
        }
        assertTrue(accepted > CASES / 20 && accepted < CASES - CASES / 20, "one-sided: " + accepted + " of " + CASES);
    }

    private boolean accepts(String json) {
        return validator.validate(schema, json).isValid();
    }

    private static String complaint(String json) {
        try {
            SpecFileTest.parse("c.json", json);
            return "";
        } catch (CommandFailure e) {
            return e.getMessage();
        }
    }

    /** The same with one thing otherwise, somewhere. */
    private static Object mutated(Object value, Random random) {
        if (random.nextInt(8) == 0) {
            return ODD.get(random.nextInt(ODD.size()));
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put((String) key, each));
            if (copy.isEmpty() || random.nextInt(8) == 0) {
                copy.put(NAMES.get(random.nextInt(NAMES.size())), ODD.get(random.nextInt(ODD.size())));
                return copy;
            }
            String key = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
            if (random.nextInt(8) == 0) {
                copy.remove(key);
            } else {
                copy.put(key, mutated(copy.get(key), random));
            }
            return copy;
        }
        if (value instanceof List<?> list && !list.isEmpty()) {
            List<Object> copy = new ArrayList<>(list);
            int at = random.nextInt(copy.size());
            copy.set(at, mutated(copy.get(at), random));
            return copy;
        }
        return ODD.get(random.nextInt(ODD.size()));
    }

    private static Object tree(Doc doc) {
        if (doc instanceof Doc.Table table) {
            Map<String, Object> map = new LinkedHashMap<>();
            table.fields().forEach((name, value) -> map.put(name, tree(value)));
            return map;
        }
        if (doc instanceof Doc.Items items) {
            return items.items().stream().map(SpecSchemaTest::tree).collect(Collectors.toList());
        }
        if (doc instanceof Doc.Figure number) {
            return number.isWhole()
                    ? (Object) number.value().longValueExact()
                    : number.value().doubleValue();
        }
        if (doc instanceof Doc.Truth truth) {
            return truth.value();
        }
        return doc instanceof Doc.Text text ? text.text() : null;
    }
}
