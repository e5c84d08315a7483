package io.headrace.interop.scripts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.interop.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sarama, a client in Go, as Debian packages it; the scenarios, and what they expect, are in {@code src/test/sarama}. It asks
 * no broker for versions, but sends those of the release that it is told of.
 */
class SaramaTest {

    private static final Path HERE = Path.of("src", "test", "sarama");

    /** Where Debian keeps the sources of Go's libraries. */
    private static final Path LIBRARIES = Path.of("/usr/share/gocode");

    private static Path program;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Script.require(
                "Debian's golang-go and golang-github-shopify-sarama-dev",
                HERE,
                List.of("sh", "-c", "go version && ls -d " + LIBRARIES + "/src/github.com/Shopify/sarama"));
        Path target = Files.createDirectories(Path.of("target", "sarama")).toAbsolutePath();
        program = target.resolve("scenarios");
        Script.Ended built = Script.run(
                HERE,
                List.of(
                        "env",
                        "GO111MODULE=off",
                        "GOPATH=" + LIBRARIES,
                        "GOCACHE=" + target.resolve("cache"),
                        "go",
                        "build",
                        "-o",
                        program.toString(),
                        "scenarios.go"));
        assertEquals(0, built.code(), built.output());
    }

    static Stream<Arguments> combinations() {
        return Stream.of(Target.values())
                .flatMap(target -> Stream.of("codecs", "idempotence", "groups", "commits", "times", "large", "admin")
                        .map(scenario -> Arguments.of(target, scenario)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("combinations")
    void play(Target target, String scenario) throws Exception {
        Script.Ended ended = Script.run(HERE, List.of(program.toString(), target.bootstrapServers(), scenario));
        assertEquals(0, ended.code(), ended.output());
    }
}
