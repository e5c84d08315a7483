package io.headrace.protocol.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.wire.Message;
import io.netty.buffer.Unpooled;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each message in each version, against Apache's generated classes, byte for byte in both directions. */
class MessageParityTest {

    private static final Catalog CATALOG = Catalog.calls();
    private static final int SAMPLES = Boolean.getBoolean("headrace.long") ? 200 : 6;
    private static final long SEED = Long.getLong("headrace.seed", 20260101);

    private static Stream<Definition> inUse() {
        return CATALOG.definitions().stream().filter(definition -> !definition.isReserved());
    }

    private static Stream<Definition> reserved() {
        return CATALOG.definitions().stream().filter(Definition::isReserved);
    }

    @TestFactory
    Stream<DynamicTest> randomContentsAreTheSameBytesOnBothSides() {
        return inUse().map(definition -> DynamicTest.dynamicTest(
                definition.name(),
                () -> new ParityChecks(CATALOG, definition)
                        .roundTrips(SEED + definition.name().hashCode(), SAMPLES)));
    }

    @TestFactory
    Stream<DynamicTest> defaultsAreTheSame() {
        return inUse().map(definition ->
                DynamicTest.dynamicTest(definition.name(), () -> new ParityChecks(CATALOG, definition).defaults()));
    }

    @Test
    void whatAVersionCannotCarryIsRefused() {
        int cases = inUse().mapToInt(definition -> new ParityChecks(CATALOG, definition).refusals())
                .sum();
        assertTrue(cases > 100, "only " + cases + " cases");
    }

    @Test
    void versionsOutOfRangeAreRefused() {
        inUse().forEach(definition -> new ParityChecks(CATALOG, definition).versionsOutOfRange());
    }

    @Test
    void reservedNumbersHaveNoVersions() {
        assertEquals(8, reserved().count());
        reserved().forEach(definition -> {
            Class<?> type = CATALOG.ours(definition);
            Message message = (Message) Ours.create(type);
            assertTrue(message.highestSupportedVersion() < message.lowestSupportedVersion());
            assertEquals(definition.apiKey(), ((ApiMessage) message).apiKey().id());
            assertThrows(UnsupportedVersionException.class, () -> message.size(0));
            assertThrows(UnsupportedVersionException.class, () -> Ours.write(message, 0));
            assertThrows(UnsupportedVersionException.class, () -> Ours.read(type, Unpooled.EMPTY_BUFFER, 0));
        });
    }

    @Test
    void noDefinitionIsLeftOut() throws Exception {
        assertEquals(198, CATALOG.definitions().size());
        assertEquals(190, inUse().count());
        CATALOG.definitions().forEach(definition -> assertNotNull(CATALOG.ours(definition)));
        Path classes = Path.of(CATALOG.ours(CATALOG.definitions().get(0))
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("io/headrace/protocol/message");
        try (Stream<Path> files = Files.list(classes)) {
            List<String> tops = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$"))
                    .map(name -> name.replace(".class", ""))
                    .sorted()
                    .toList();
            assertEquals(
                    CATALOG.definitions().stream()
                            .map(Definition::name)
                            .sorted()
                            .toList(),
                    tops);
        }
    }
}
