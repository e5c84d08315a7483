package io.headrace.interop.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.Target;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** kafkajs from its registry; the scenarios, and what they expect, are in {@code src/test/kafkajs}. */
class KafkaJsTest {

    private static final NodePackage KAFKAJS = new NodePackage("kafkajs", "kafkajs");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        KAFKAJS.install(14);
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
        Script.Ended ended = KAFKAJS.play(target.bootstrapServers(), scenario);
        assertEquals(0, ended.code(), ended.output());
    }
}
