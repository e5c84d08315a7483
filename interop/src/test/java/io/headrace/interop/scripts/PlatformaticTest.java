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
 * {@code @platformatic/kafka}, a client in JavaScript that speaks newer versions than kafkajs and KIP-848; the scenarios,
 * and what they expect, are in {@code src/test/platformatic}.
 */
class PlatformaticTest {

    private static final NodePackage PLATFORMATIC = new NodePackage("platformatic", "@platformatic/kafka");

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        PLATFORMATIC.install(20);
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of("classic", "consumer", "transactions")
                        .map(scenario -> Arguments.of(target, scenario)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void play(Target target, String scenario) throws Exception {
        Script.Ended ended = PLATFORMATIC.play(target.bootstrapServers(), scenario);
        assertEquals(0, ended.code(), ended.output());
    }
}
