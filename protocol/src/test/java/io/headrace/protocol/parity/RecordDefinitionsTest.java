package io.headrace.protocol.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.protocol.generator.ProtocolGenerator;
import io.headrace.protocol.wire.TypedRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The generator on the definitions that other modules use, straight from Kafka's jars: what it makes compiles without a
 * warning and gives the same bytes as Apache's classes.
 */
class RecordDefinitionsTest {

    private static final int SAMPLES = Boolean.getBoolean("headrace.long") ? 200 : 6;
    private static final long SEED = Long.getLong("headrace.seed", 20260101);

    @TempDir
    Path folder;

    @Test
    void clusterMetadata() throws Exception {
        Class<?> apaches = org.apache.kafka.common.metadata.PartitionRecord.class;
        try (URLClassLoader loader = generate(apaches, "common/metadata", "--record-types", "generated.RecordType")) {
            assertSameBytes(apaches, "common/metadata/", loader, 26);

            Class<?> types = loader.loadClass("generated.RecordType");
            Object partition = forId(types, 3);
            assertEquals("PARTITION", partition.toString());
            assertNull(forId(types, 999));
            TypedRecord record = (TypedRecord) Ours.create(loader.loadClass("generated.PartitionRecord"));
            assertEquals(3, record.recordType());
            assertEquals(record, readBack(partition, "read", record, 2));
        }
    }

    @Test
    void consumerOffsets() throws Exception {
        Class<?> apaches = org.apache.kafka.coordinator.group.generated.OffsetCommitKey.class;
        try (URLClassLoader loader = generate(apaches, "common/message", "--record-types", "generated.RecordType")) {
            assertSameBytes(apaches, "common/message/", loader, 44);

            Object offsetCommit = forId(loader.loadClass("generated.RecordType"), 1);
            assertEquals("OFFSET_COMMIT", offsetCommit.toString());
            TypedRecord key = (TypedRecord) Ours.create(loader.loadClass("generated.OffsetCommitKey"));
            assertEquals(key, readBack(offsetCommit, "readKey", key, 0));
            TypedRecord value = (TypedRecord) Ours.create(loader.loadClass("generated.OffsetCommitValue"));
            assertEquals(value, readBack(offsetCommit, "readValue", value, 4));
        }
    }

    @Test
    void transactionState() throws Exception {
        Class<?> apaches = org.apache.kafka.coordinator.transaction.generated.TransactionLogKey.class;
        try (URLClassLoader loader = generate(apaches, "common/message", "--record-types", "generated.RecordType")) {
            assertSameBytes(apaches, "common/message/", loader, 2);
        }
    }

    @Test
    void storage() throws Exception {
        Class<?> apaches = org.apache.kafka.server.log.remote.metadata.storage.generated.ProducerSnapshot.class;
        try (URLClassLoader loader = generate(apaches, "message")) {
            assertSameBytes(apaches, "message/", loader, 5);
        }
    }

    @Test
    void onlyWhatIsAskedForIsGeneratedAndUnchangedFilesAreLeftAlone() throws Exception {
        Path jar = jarOf(org.apache.kafka.common.metadata.PartitionRecord.class);
        run(jar, "common/metadata", "--only", "Topic*", "--only", "PartitionRecord");
        List<Path> first = sources();
        assertEquals(
                List.of("PartitionRecord.java", "TopicRecord.java"),
                first.stream().map(file -> file.getFileName().toString()).toList());
        List<Object> state = state(first);

        Path stray = Files.writeString(folder.resolve("sources/generated/Stray.java"), "class Stray {}");
        run(jar, "common/metadata", "--only", "Topic*", "--only", "PartitionRecord");
        assertEquals(state, state(sources()));
        assertTrue(Files.notExists(stray));
    }

    @Test
    void requestsNeedTheEnumOfCalls() {
        Path jar = jarOf(org.apache.kafka.common.protocol.ApiKeys.class);
        RuntimeException e = assertThrows(RuntimeException.class, () -> run(jar, "common/message"));
        assertEquals("AddOffsetsToTxnRequest is a request or response: --api-keys is needed", e.getMessage());
    }

    private static Object forId(Class<?> types, int id) {
        return Ours.call(Ours.method(types, "forId", 1), null, id);
    }

    private static Object readBack(Object type, String reader, TypedRecord record, int version) throws Exception {
        ByteBuf in = Unpooled.wrappedBuffer(Ours.write(record, version));
        Method method = type.getClass().getMethod(reader, ByteBuf.class, int.class);
        return Ours.call(method, type, in, version);
    }

    private void assertSameBytes(Class<?> apaches, String in, ClassLoader loader, int expected) {
        Catalog catalog = Catalog.of(apaches, in, loader, "generated", apaches.getPackageName());
        assertEquals(expected, catalog.definitions().size());
        for (Definition definition : catalog.definitions()) {
            ParityChecks checks = new ParityChecks(catalog, definition);
            checks.defaults();
            checks.roundTrips(SEED + definition.name().hashCode(), SAMPLES);
            checks.refusals();
            checks.versionsOutOfRange();
        }
    }

    /** Generates from the jar of a class, compiles, and gives a loader of the result. */
    private URLClassLoader generate(Class<?> fromJar, String in, String... options) throws IOException {
        run(jarOf(fromJar), in, options);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-Xlint:all,-processing,-options",
                "-Werror",
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString()));
        sources().forEach(source -> arguments.add(source.toString()));
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertEquals(0, result, "the compiler's verdict");
        try {
            return new URLClassLoader(
                    new URL[] {classes.toUri().toURL()}, getClass().getClassLoader());
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Path jar, String in, String... options) {
        List<String> arguments = new ArrayList<>(List.of(
                "--from", jar + "!" + in, "--out", folder.resolve("sources").toString(), "--package", "generated"));
        arguments.addAll(List.of(options));
        ProtocolGenerator.main(arguments.toArray(String[]::new));
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
            return files.filter(Files::isRegularFile)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static List<Object> state(List<Path> files) throws IOException {
        List<Object> state = new ArrayList<>();
        for (Path file : files) {
            state.add(Files.getLastModifiedTime(file));
            state.add(Files.readString(file));
        }
        return state;
    }

    private static Path jarOf(Class<?> type) {
        return Catalog.of(type, "none", type.getClassLoader(), "", "").jar();
    }
}
