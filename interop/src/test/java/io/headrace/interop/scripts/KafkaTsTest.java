package io.headrace.interop.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.Target;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code kafka-ts}, a client in TypeScript that takes the newest version of each request, topic ids included; the scenarios,
 * and what they expect, are in {@code src/test/kafka-ts}.
 */
class KafkaTsTest {

    private static final NodePackage KAFKA_TS = new NodePackage("kafka-ts", "kafka-ts");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        KAFKA_TS.install(20);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of("classic", "consumer", "static", "times", "large", "admin")
                        .map(scenario -> Arguments.of(target, scenario)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void play(Target target, String scenario) throws Exception {
        Script.Ended ended = KAFKA_TS.play(target.bootstrapServers(), scenario);
        assertEquals(0, ended.code(), ended.output());
    }
}
