package io.headrace.interop.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** kafkajs from its registry; the scenarios, and what they expect, are in {@code src/test/kafkajs}. */
class KafkaJsTest {

    private static final Path SOURCE = Path.of("src", "test", "kafkajs");
    private static final Path HERE = Path.of("target", "kafkajs");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Files.createDirectories(HERE);
        for (String file : List.of("package.json", "package-lock.json", "scenarios.js")) {
            Files.copy(SOURCE.resolve(file), HERE.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Script.require("Node.js", HERE, List.of("node", "--version"));
        if (!Files.isDirectory(HERE.resolve("node_modules").resolve("kafkajs"))) {
            Script.require(
                    "kafkajs, which npm installs,", HERE, List.of("npm", "ci", "--no-audit", "--no-fund", "--silent"));
        }
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of(
                                "codecs", "idempotent", "transactions", "groups", "commits", "patterns", "admin")
                        .map(scenario -> Arguments.of(target, scenario)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void play(Target target, String scenario) throws Exception {
        Script.Ended ended = Script.run(HERE, List.of("node", "scenarios.js", target.bootstrapServers(), scenario));
        assertEquals(0, ended.code(), ended.output());
    }
}
