package io.headrace.protocol.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.parity.Definition.Field;
import io.headrace.protocol.parity.RandomMessages.Sample;
import io.headrace.protocol.parity.RandomMessages.Style;
import io.headrace.protocol.wire.Message;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.protocol.ObjectSerializationCache;

/** What holds for one message of a catalog, on both sides. */
final class ParityChecks {

    private final Definition definition;
    private final Class<?> ours;
    private final Class<?> apaches;

    ParityChecks(Catalog catalog, Definition definition) {
        this.definition = definition;
        this.ours = catalog.ours(definition);
        this.apaches = catalog.apaches(definition);
    }

    /** Random contents in each version, both ways. */
    void roundTrips(long seed, int samplesOfStyle) {
        for (int version = definition.valid().lowest();
                version <= definition.valid().highest();
                version++) {
            for (Style style : Style.values()) {
                int samples = style == Style.DEFAULTS ? 1 : style == Style.RANDOM ? 3 * samplesOfStyle : samplesOfStyle;
                for (int i = 0; i < samples; i++) {
                    long sampleSeed = seed * 31 + (version * 100L + style.name().length()) * 10_000 + i;
                    Sample sample = RandomMessages.sample(new Random(sampleSeed), ours, definition, version, style);
                    try {
                        roundTrip(sample, version);
                    } catch (RuntimeException | AssertionError e) {
                        throw new AssertionError(
                                "%s version %d, %s, seed %d: %s"
                                        .formatted(definition.name(), version, style, sampleSeed, e),
                                e);
                    }
                }
            }
        }
    }

    private void roundTrip(Sample sample, int version) {
        Message message = sample.message();
        byte[] bytes = Ours.write(message, version);
        assertEquals(bytes.length, message.size(version), "our size");

        var readByApache = Apaches.readAll(apaches, bytes, version);
        assertArrayEquals(bytes, Apaches.write(readByApache, version), "our bytes, written again by Apache's class");
        assertEquals(
                bytes.length,
                readByApache.size(new ObjectSerializationCache(), (short) version),
                "size that Apache's class finds");

        byte[] apachesBytes = Apaches.write(Apaches.translate(definition, message, apaches), version);
        assertArrayEquals(apachesBytes, bytes, "the same contents, written by Apache's class");

        Message again = Ours.readAll(ours, apachesBytes, version);
        assertArrayEquals(apachesBytes, Ours.write(again, version), "Apache's bytes, written again by ours");
        if (!sample.lossy()) {
            assertEquals(message, again, "what came back");
            assertEquals(message.hashCode(), again.hashCode(), "hash of what came back");
        }
        assertNotNull(again.toString());
        assertEquals(again, Ours.readAll(ours, bytes, version));
    }

    /** All fields start out as Apache's do. */
    void defaults() {
        assertEquals(
                Ours.create(apaches), Apaches.translate(definition, Ours.create(ours), apaches), definition.name());
        definition.structs().forEach((name, fields) -> {
            Object struct = Ours.create(Ours.struct(ours, name));
            if (fields.stream().anyMatch(field -> field.type().equals("records"))) {
                // Where records cannot be null ours start out empty, which Apache's class cannot say.
                return;
            }
            Class<?> type = Ours.struct(apaches, name);
            assertEquals(
                    Ours.create(type),
                    Apaches.struct(definition, fields, struct, type, apaches),
                    definition.name() + "." + name);
        });
    }

    /** What a version cannot carry is refused on both sides; returns how many such cases there were. */
    int refusals() {
        int cases = 0;
        for (int version = definition.valid().lowest();
                version <= definition.valid().highest();
                version++) {
            for (Field field : definition.fields()) {
                cases += refusal(version, field);
            }
        }
        return cases;
    }

    private int refusal(int version, Field field) {
        String where = definition.name() + "." + field.name() + " version " + version;
        boolean present = field.versions().has(version);
        if (!present && !field.ignorable()) {
            Message message = (Message) Ours.create(ours);
            Object value = RandomMessages.nonDefault(new Random(1), ours, definition, version, field);
            Ours.set(message, field, value);
            assertThrows(UnsupportedVersionException.class, () -> Ours.write(message, version), where);
            var translated = Apaches.translate(definition, message, apaches);
            assertThrows(
                    org.apache.kafka.common.errors.UnsupportedVersionException.class,
                    () -> Apaches.write(translated, version),
                    where);
            return 1;
        }
        if (present && isNullableSomewhere(field) && !field.nullable().has(version)) {
            Message message = (Message) Ours.create(ours);
            Ours.set(message, field, null);
            assertThrows(UnsupportedVersionException.class, () -> Ours.write(message, version), where);
            assertThrows(UnsupportedVersionException.class, () -> message.size(version), where);
            return 1;
        }
        return 0;
    }

    private boolean isNullableSomewhere(Field field) {
        for (int version = definition.valid().lowest();
                version <= definition.valid().highest();
                version++) {
            if (field.versions().has(version) && field.nullable().has(version)) {
                return true;
            }
        }
        return false;
    }

    /** Versions out of range are refused. */
    void versionsOutOfRange() {
        Message message = (Message) Ours.create(ours);
        for (int version :
                List.of(definition.valid().lowest() - 1, definition.valid().highest() + 1, -1, 32_767)) {
            assertThrows(UnsupportedVersionException.class, () -> message.size(version), definition.name());
            assertThrows(UnsupportedVersionException.class, () -> Ours.write(message, version), definition.name());
            assertThrows(
                    UnsupportedVersionException.class,
                    () -> Ours.read(ours, Unpooled.EMPTY_BUFFER, version),
                    definition.name());
        }
    }
}
