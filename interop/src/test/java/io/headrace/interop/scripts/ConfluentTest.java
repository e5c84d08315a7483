package io.headrace.interop.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.Target;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * confluent-kafka, librdkafka for Python, as Debian packages it: what kcat does not do of librdkafka, such as transactions
 * and calls of an admin. The scenarios, and what they expect, are in {@code src/test/confluent}.
 */
class ConfluentTest {

    private static final Path HERE = Path.of("src", "test", "confluent");

    /** Debian's own, whatever else is first on the path. */
    private static final String PYTHON = "/usr/bin/python3";

    @BeforeAll
    static void findClient() throws InterruptedException {
        Script.require("Debian's python3-confluent-kafka", HERE, List.of(PYTHON, "-c", "import confluent_kafka"));
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of("codecs", "groups", "patterns", "transactions", "times", "large", "admin")
                        .map(scenario -> Arguments.of(target, scenario)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void play(Target target, String scenario) throws Exception {
        Script.Ended ended =
                Script.run(HERE, List.of(PYTHON, "-B", "scenarios.py", target.bootstrapServers(), scenario));
        assertEquals(0, ended.code(), ended.output());
    }
}
