package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static io.headrace.log.TestLogs.PARTITION;
import static io.headrace.log.TestLogs.TOPIC_ID;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.InconsistentTopicIdException;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.log.checkpoint.MetaProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogDirectoryTest {

    @TempDir
    Path path;

    private TestLogs logs;

    @BeforeEach
    void open() {
        logs = TestLogs.open(path, LogConfig.defaults());
    }

    @AfterEach
    void close() {
        logs.close();
    }

    @Test
    void aSecondBrokerIsRefusedByName() {
        DirectoryLockedException refused =
                assertThrows(DirectoryLockedException.class, () -> LogDirectory.open(path, logs.directoryConfig));
        assertEquals(
                "data directory " + path + " is in use by another broker (its file .lock is locked)",
                refused.getMessage());
        logs.directory.close(NOW);
        logs.open(NOW);
    }

    @Test
    void aBrokerInAnotherProcessIsRefusedToo() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherBroker.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor());
        assertTrue(said.contains("is in use by another broker"), said);
    }

    /** Tries to open the directory that it is given. */
    static final class OtherBroker {
        public static void main(String[] arguments) {
            LogDirectory.open(Path.of(arguments[0]), LogDirectoryConfig.of(Runnable::run));
        }
    }

    @Test
    void aPathThatIsAFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(path.resolve("file"), "x");
        KafkaStorageException refused =
                assertThrows(KafkaStorageException.class, () -> LogDirectory.open(file, logs.directoryConfig));
        assertTrue(refused.getMessage().startsWith("data directory " + file + " cannot be used: "));
    }

    @Test
    void theMarkerIsThereOnlyBetweenACleanEndAndTheNextStart() throws IOException {
        Path marker = path.resolve(".kafka_cleanshutdown");
        assertTrue(logs.directory.wasClosedCleanly(), "nothing was in it");
        assertFalse(Files.exists(marker));
        logs.append(TestBatch.of("a"));
        logs.directory.close(NOW);
        assertEquals("{\"version\":0,\"brokerEpoch\":-1}", Files.readString(marker));
        logs.open(NOW);
        assertTrue(logs.directory.wasClosedCleanly());
        assertFalse(Files.exists(marker));
        logs.crash();
        assertFalse(logs.directory.wasClosedCleanly());
    }

    @Test
    void metaPropertiesSayWhoseItIs() throws IOException {
        assertEquals(Optional.empty(), logs.directory.metaProperties());
        MetaProperties mine = new MetaProperties("cluster-1", 3, new Uuid(5, 6));
        logs.directory.writeMetaProperties(mine);
        assertEquals(Optional.of(mine), logs.directory.metaProperties());
        for (Map.Entry<String, String> wrong : Map.of(
                        "version=0\n",
                        "unknown version '0', expected 1",
                        "version=1\ncluster.id=a\n",
                        "node.id is missing",
                        "version=1\ncluster.id=a\nnode.id=x\ndirectory.id=" + TOPIC_ID,
                        "For input string: \"x\"")
                .entrySet()) {
            Files.writeString(path.resolve("meta.properties"), wrong.getKey());
            KafkaStorageException refused =
                    assertThrows(KafkaStorageException.class, () -> logs.directory.metaProperties());
            assertTrue(refused.getMessage().contains(wrong.getValue()), refused.getMessage());
        }
    }

    @Test
    void checkpointsAreInKafkasFormat() throws IOException {
        logs.append(TestBatch.of("a", "b", "c"));
        logs.log.roll(NOW);
        logs.append(TestBatch.of("d"));
        logs.log.flush(4, NOW);
        logs.log.raiseLogStartOffset(2);
        logs.directory.checkpoint();
        assertEquals("0\n1\norders 0 3\n", Files.readString(path.resolve("recovery-point-offset-checkpoint")));
        assertEquals("0\n1\norders 0 2\n", Files.readString(path.resolve("log-start-offset-checkpoint")));
        logs.directory.offsetCheckpoint("replication-offset-checkpoint").write(Map.of(PARTITION, 2L));
        assertEquals(
                Map.of(PARTITION, 2L),
                logs.directory.offsetCheckpoint("replication-offset-checkpoint").read());
    }

    @Test
    void whatIsNotOpenStaysInTheCheckpoints() throws IOException {
        logs.append(TestBatch.of("a"));
        logs.log.raiseLogStartOffset(1);
        logs.directory.close(NOW);
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        PartitionLog other =
                logs.directory.openLog(new LogSpec(new TopicPartition("b", 1), TOPIC_ID, LogConfig.defaults()), NOW);
        TestLogs.append(other, TestBatch.of("x"), AppendOrigin.CLIENT, 0, NOW);
        logs.directory.checkpoint();
        logs.directory.close(NOW);
        logs.open(NOW);
        assertEquals(1, logs.log.view().logStartOffset());
    }

    @Test
    void manyPartitionsAreOpenedWithoutAFile() throws IOException {
        List<LogSpec> specs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            specs.add(new LogSpec(new TopicPartition("many", i), TOPIC_ID, LogConfig.defaults()));
        }
        OpenedLogs opened = logs.directory.openLogs(specs, NOW);
        assertEquals(1000, opened.logs().size());
        assertEquals(Map.of(), opened.failed());
        try (var files = Files.list(path)) {
            assertEquals(
                    List.of(".lock"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
        assertThrows(IllegalStateException.class, () -> logs.directory.openLog(specs.get(7), NOW));
    }

    @Test
    void oneLogThatCannotBeOpenedDoesNotKeepTheOthersFromIt() {
        logs.append(TestBatch.of("a"));
        logs.directory.close(NOW);
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        TopicPartition other = new TopicPartition("other", 0);
        OpenedLogs opened = logs.directory.openLogs(
                List.of(
                        new LogSpec(PARTITION, new Uuid(1, 1), LogConfig.defaults()),
                        new LogSpec(other, TOPIC_ID, LogConfig.defaults())),
                NOW);
        assertEquals(java.util.Set.of(other), opened.logs().keySet());
        assertEquals(
                InconsistentTopicIdException.class,
                opened.failed().get(PARTITION).getClass());
    }

    @Test
    void aDeletedPartitionIsRenamedAtOnceAndUnlinkedLater() throws IOException {
        logs.append(TestBatch.of("a", "b"));
        FetchSlice held = logs.log.read(0, 1000, true, 2);
        logs.directory.deleteLog(logs.log, NOW);
        assertTrue(logs.log.isClosed());
        assertFalse(Files.exists(path.resolve("orders-0")));
        List<Path> renamed = partitionDirectories();
        assertEquals(1, renamed.size());
        assertTrue(renamed.get(0).getFileName().toString().matches("orders-0\\.[0-9a-f]{32}-delete"));
        PartitionLog anew = logs.directory.openLog(new LogSpec(PARTITION, new Uuid(9, 9), logs.config), NOW);
        assertEquals(
                0,
                TestLogs.append(anew, TestBatch.of("new"), AppendOrigin.CLIENT, 0, NOW)
                        .firstOffset());
        logs.directory.deleteDue(NOW + 59_999);
        assertEquals(2, partitionDirectories().size());
        logs.directory.deleteDue(NOW + 60_000);
        assertEquals(List.of(path.resolve("orders-0")), partitionDirectories());
        assertEquals(
                List.of("a", "b"),
                TestLogs.slice(held).stream().map(TestLogs.Read::value).toList());
        assertEquals("new", TestLogs.records(anew, 0, 1000).get(0).value());
    }

    @Test
    void aTopicMadeAnewDoesNotInheritTheLogStart() throws IOException {
        logs.append(TestBatch.of("a", "b", "c", "d"));
        logs.log.raiseLogStartOffset(3);
        logs.directory.checkpoint();
        logs.directory.deleteLog(logs.log, NOW);
        LogSpec anew = new LogSpec(PARTITION, new Uuid(9, 9), logs.config);
        PartitionLog log = logs.directory.openLog(anew, NOW);
        TestLogs.append(log, TestBatch.of("x"), AppendOrigin.CLIENT, 0, NOW);
        logs.directory.closeAbruptly();
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        log = logs.directory.openLog(anew, NOW);
        assertEquals(0, log.view().logStartOffset());
        assertEquals("x", TestLogs.records(log, 0, 1000).get(0).value());
    }

    @Test
    void checkpointsOfDirectoriesThatAreGoneAreForgottenAtTheStart() throws IOException {
        logs.append(TestBatch.of("a"));
        logs.directory.closeAbruptly();
        Files.writeString(path.resolve("log-start-offset-checkpoint"), "0\n2\ngone 0 7\norders 0 1\n");
        Files.writeString(path.resolve("recovery-point-offset-checkpoint"), "0\n1\ngone 0 9\n");
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        assertEquals("0\n1\norders 0 1\n", Files.readString(path.resolve("log-start-offset-checkpoint")));
        assertEquals("0\n0\n", Files.readString(path.resolve("recovery-point-offset-checkpoint")));
    }

    @Test
    void aLogThatWasNotOpenedAfterACrashIsRecheckedByALaterStart() throws IOException {
        logs.append(TestBatch.of("a"));
        logs.append(TestBatch.of("b"));
        logs.directory.closeAbruptly();
        damageFirstBatch();
        LogDirectory.open(path, logs.directoryConfig).close(NOW);
        LogDirectory.open(path, logs.directoryConfig).close(NOW);
        logs.open(NOW);
        assertTrue(logs.directory.wasClosedCleanly());
        assertEquals(0, logs.log.view().logEndOffset());
    }

    @Test
    void aLogThatWasNotOpenedAfterACleanEndStaysClean() throws IOException {
        logs.append(TestBatch.of("a"));
        logs.append(TestBatch.of("b"));
        logs.directory.close(NOW);
        LogDirectory.open(path, logs.directoryConfig).close(NOW);
        damageFirstBatch();
        logs.open(NOW);
        assertEquals(2, logs.log.view().logEndOffset(), "nobody looked at the batches");
    }

    @Test
    void aLogThatCouldNotBeOpenedIsRecheckedAndNoOther() throws IOException {
        for (boolean clean : List.of(true, false)) {
            logs.close();
            FaultyFileIo io = new FaultyFileIo();
            logs = TestLogs.open(path.resolve("clean-" + clean), LogConfig.defaults(), io);
            LogSpec other = new LogSpec(new TopicPartition("other", 0), TOPIC_ID, LogConfig.defaults());
            TestLogs.append(logs.directory.openLog(other, NOW), TestBatch.of("x"), AppendOrigin.CLIENT, 0, NOW);
            logs.append(TestBatch.of("a"));
            logs.append(TestBatch.of("b"));
            if (clean) {
                logs.directory.close(NOW);
            } else {
                logs.directory.closeAbruptly();
            }
            io.unreadable = file -> file.toString().contains("orders-0");
            logs.directory = LogDirectory.open(logs.path, logs.directoryConfig);
            OpenedLogs opened = logs.directory.openLogs(List.of(logs.spec(), other), NOW);
            assertEquals(java.util.Set.of(PARTITION), opened.failed().keySet());
            logs.directory.close(NOW);
            io.unreadable = file -> false;
            damageFirstBatch();
            logs.directory = LogDirectory.open(logs.path, logs.directoryConfig);
            assertEquals(0, logs.directory.openLog(logs.spec(), NOW).view().logEndOffset());
            damage(logs.path.resolve("other-0/00000000000000000000.log"));
            assertEquals(1, logs.directory.openLog(other, NOW).view().logEndOffset(), "nobody looked at its batch");
        }
    }

    private void damageFirstBatch() throws IOException {
        damage(logs.file("00000000000000000000.log"));
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[65] ^= 0x55;
        Files.write(file, bytes);
    }

    @Test
    void deletingAPartitionWithoutFilesIsNothing() throws IOException {
        logs.directory.deleteLog(logs.log, NOW);
        assertEquals(List.of(), partitionDirectories());
    }

    @Test
    void whatADeletionLeftIsDeletedAfterTheNextStart() throws IOException {
        logs.append(TestBatch.of("a"));
        logs.directory.deleteLog(logs.log, NOW);
        logs.directory.closeAbruptly();
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        assertEquals(List.of(), logs.directory.partitionsOnDisk());
        assertEquals(1, partitionDirectories().size());
        logs.directory.deleteDue(NOW);
        assertEquals(List.of(), partitionDirectories());
    }

    @Test
    void strayPartitionsAreFoundAndDeleted() throws IOException {
        logs.append(TestBatch.of("a"));
        Files.createDirectories(path.resolve("with-dash-12"));
        Files.createDirectories(path.resolve("no-number-x"));
        logs.directory.close(NOW);
        logs.directory = LogDirectory.open(path, logs.directoryConfig);
        List<PartitionOnDisk> found = logs.directory.partitionsOnDisk().stream()
                .sorted(java.util.Comparator.comparing(
                        stray -> stray.partition().topic()))
                .toList();
        assertEquals(
                List.of(
                        new PartitionOnDisk(PARTITION, Optional.of(TOPIC_ID), path.resolve("orders-0")),
                        new PartitionOnDisk(
                                new TopicPartition("with-dash", 12), Optional.empty(), path.resolve("with-dash-12"))),
                found);
        logs.directory.deleteStray(found.get(0), NOW);
        logs.directory.deleteDue(NOW);
        assertFalse(Files.exists(path.resolve("orders-0")));
        logs.log = logs.directory.openLog(logs.spec(), NOW);
        assertEquals(0, logs.log.view().logEndOffset());
        assertThrows(IllegalStateException.class, () -> logs.directory.deleteStray(found.get(0), NOW));
    }

    @Test
    void longTopicNamesStayWithinWhatFileSystemsTake() {
        String name = PartitionDirectoryName.toBeDeleted(new TopicPartition("t".repeat(249), 123456));
        assertEquals(255, name.length());
        assertTrue(name.endsWith("-delete"));
        assertEquals(Optional.empty(), PartitionDirectoryName.parse("x-99999999999"));
        assertEquals(Optional.empty(), PartitionDirectoryName.parse("x-4294967296"));
        assertEquals(Optional.empty(), PartitionDirectoryName.parse("-1"));
        assertEquals(Optional.empty(), PartitionDirectoryName.parse("x-"));
    }

    @Test
    void aCleanStartReadsNoSealedSegment() throws IOException {
        logs.log.updateConfig(LogConfig.builder().segmentBytes(200).build());
        for (int i = 0; i < 20; i++) {
            logs.append(TestBatch.of("v" + i));
        }
        int sealed = logs.log.view().segmentCount() - 1;
        assertTrue(sealed > 5);
        logs.directory.close(NOW);
        FaultyFileIo io = new FaultyFileIo();
        String active = logs.log.view().active().path().toString();
        io.unreadable =
                file -> !file.toString().equals(active) && !file.toString().endsWith("index");
        LogDirectory directory = LogDirectory.open(path, new LogDirectoryConfig(io, Runnable::run, 1, 1000));
        try {
            PartitionLog log = directory.openLog(logs.spec(), NOW);
            assertEquals(20, log.view().logEndOffset());
            assertEquals(sealed + 1, log.view().segmentCount());
        } finally {
            directory.closeAbruptly();
        }
    }

    @Test
    void idleFilesAreClosedAndOpenedAgainWhenRead() {
        logs.append(TestBatch.of("a"));
        logs.log.roll(NOW);
        logs.append(TestBatch.of("b"));
        assertEquals(List.of("a", "b"), logs.values(0));
        assertTrue(logs.log.view().segment(0).file().isOpen());
        logs.directory.closeIdleFiles();
        logs.directory.closeIdleFiles();
        assertFalse(logs.log.view().segment(0).file().isOpen());
        assertTrue(logs.log.view().segment(1).file().isOpen(), "it is being written");
        assertEquals(List.of("a", "b"), logs.values(0));
    }

    private List<Path> partitionDirectories() throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(Files::isDirectory).sorted().toList();
        }
    }
}
