package io.headrace.metadata.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.store.MetadataStore.Commit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Uuid CLUSTER = new Uuid(3, 4);

    @TempDir
    Path directory;

    private Path file;
    private final FaultyIo io = new FaultyIo();

    @BeforeEach
    void nameFile() {
        file = directory.resolve(Journal.FILE_NAME);
    }

    @Test
    void aNewJournalIsEmptyAndKeepsItsCluster() {
        Journal.create(directory, CLUSTER, io).close();
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(CLUSTER, journal.clusterId());
            assertEquals(ClusterImage.empty(CLUSTER.toString()), journal.image());
            assertEquals(0, journal.seatEpoch());
        }
    }

    @Test
    void whatWasAppendedIsThereAfterOpening() {
        ClusterImage image = write(5);
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(image, journal.image());
            assertEquals(7, journal.seatEpoch());
        }
    }

    @Test
    void oneAppendIsOneWriteAndOneForceHoweverManyCommits() {
        try (Journal journal = Journal.create(directory, CLUSTER, io)) {
            io.steps.clear();
            appendAll(journal, 100);
            assertEquals(List.of("write", "force"), io.steps);
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(100, journal.image().topicCount());
            assertEquals(100, journal.image().version());
        }
    }

    @Test
    void cutAtAnyByteItOpensWithTheCommitsThatAreWhole() throws IOException {
        List<Long> ends = new ArrayList<>();
        List<ClusterImage> images = new ArrayList<>();
        try (Journal journal = Journal.create(directory, CLUSTER, io)) {
            ends.add(journal.sizeInBytes());
            images.add(journal.image());
            for (int i = 0; i < 4; i++) {
                append(journal, "t" + i, 2);
                ends.add(journal.sizeInBytes());
                images.add(journal.image());
            }
        }
        byte[] whole = Files.readAllBytes(file);
        assertEquals(whole.length, ends.get(4));
        for (int cut = whole.length; cut >= JournalFormat.HEADER_BYTES; cut--) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int kept = 0;
            while (kept < 4 && ends.get(kept + 1) <= cut) {
                kept++;
            }
            try (Journal journal = Journal.open(directory, io)) {
                assertEquals(images.get(kept), journal.image(), "cut at " + cut);
                append(journal, "after", 1);
            }
            try (Journal journal = Journal.open(directory, io)) {
                assertEquals(images.get(kept).version() + 1, journal.image().version(), "cut at " + cut);
            }
        }
    }

    @Test
    void tornWithinItsLastFrameAtAnyByteItDropsThatFrame() throws IOException {
        write(3);
        long lastStart;
        try (Journal journal = Journal.open(directory, io)) {
            lastStart = journal.sizeInBytes();
            append(journal, "last", 2);
        }
        byte[] whole = Files.readAllBytes(file);
        for (int at = (int) lastStart; at < whole.length; at++) {
            // A page that did not make it to the disk: zeros from here on, in a file of full length.
            byte[] torn = whole.clone();
            boolean changed = false;
            for (int i = at; i < torn.length; i++) {
                changed |= torn[i] != 0;
                torn[i] = 0;
            }
            Files.write(file, torn);
            try (Journal journal = Journal.open(directory, io)) {
                assertEquals(changed ? 3 : 4, journal.image().version(), "zeros from " + at);
                assertEquals(changed ? lastStart : whole.length, Files.size(file));
            }
        }
    }

    @Test
    void aFlippedByteBeforeTheLastFrameIsRefusedWhereverItIs() throws IOException {
        write(3);
        byte[] whole = Files.readAllBytes(file);
        int lastStart = startOfLastFrame(whole);
        for (int at = 0; at < lastStart; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Files.write(file, damaged);
            CorruptMetadataException refusal = assertThrows(
                    CorruptMetadataException.class,
                    () -> Journal.open(directory, io).close(),
                    "byte " + at);
            assertTrue(refusal.getMessage().contains(file.toString()), refusal.getMessage());
            assertArrayEquals(damaged, Files.readAllBytes(file), "left as it was");
        }
    }

    @Test
    void refusalsSayWhereAndWhat() throws IOException {
        write(2);
        byte[] whole = Files.readAllBytes(file);
        int lastStart = startOfLastFrame(whole);

        byte[] damaged = whole.clone();
        damaged[50] ^= 1;
        assertEquals(
                "metadata journal " + file
                        + " is damaged at byte 40: the commit after version 0 is damaged, and a whole"
                        + " one follows at byte " + lastStart,
                refusal(damaged));
        assertEquals(file + " is no metadata journal: it has 10 bytes, a header alone has 40", refusal(new byte[10]));
        assertEquals(
                file + " is no metadata journal: it does not begin with HEADRACE",
                refusal("something else entirely, longer than a header".getBytes(StandardCharsets.US_ASCII)));
        byte[] newer = whole.clone();
        newer[11] = 9;
        assertEquals(file + " has journal format 9; this build reads 1", refusal(newer));
        byte[] header = whole.clone();
        header[20] ^= 1;
        assertEquals(file + " is damaged: the checksum of its header is wrong", refusal(header));
    }

    @Test
    void aWholeFrameWithAGapOrNonsenseIsRefused() throws IOException {
        assertEquals(
                "metadata journal " + file + " is damaged at byte 40: commit 2 follows commit 0",
                refusal(journalOf(frame(new Commit(2, 1, List.copyOf(StoreRecords.topic("t", 1)))))));
        Commit orphan = new Commit(1, 1, StoreRecords.topic("t", 1).subList(1, 2));
        String senseless = refusal(journalOf(frame(orphan)));
        assertTrue(
                senseless.startsWith("metadata journal " + file + " is damaged at byte 40: commit 1 makes no sense:"),
                senseless);
        ByteBuffer frame = frame(new Commit(1, 1, List.copyOf(StoreRecords.topic("t", 1))));
        // The type of the first record, in a frame whose checksum is right: a later build's journal.
        frame.putShort(12 + 1 + 16 + 4, (short) 99);
        CRC32C crc = new CRC32C();
        crc.update(frame.slice(4, 4));
        crc.update(frame.slice(12, frame.limit() - 12));
        frame.putInt(8, (int) crc.getValue());
        assertEquals(
                "metadata journal " + file
                        + " is damaged at byte 40: a record of type 99 version 0 in commit 1 is not known to this build",
                refusal(journalOf(frame)));
    }

    @Test
    void aFullDiskFailsTheAppendAndLeavesTheRest() {
        write(2);
        try (Journal journal = Journal.open(directory, io)) {
            ClusterImage before = journal.image();
            io.roomBytes = 20;
            KafkaStorageException failure =
                    assertThrows(KafkaStorageException.class, () -> append(journal, "toomuch", 3));
            assertEquals(
                    "metadata commit 3 could not be written to " + file + ": java.io.IOException: No space left on"
                            + " device",
                    failure.getMessage());
            assertEquals(before, journal.image());
            io.roomBytes = Long.MAX_VALUE;
            append(journal, "fits", 3);
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(3, journal.image().version());
            assertTrue(journal.image().topic("fits") != null && journal.image().topic("toomuch") == null);
        }
    }

    @Test
    void afterAFailedForceTheCommitIsGoneEvenIfItCouldNotBeCutOffAtOnce() {
        write(1);
        try (Journal journal = Journal.open(directory, io)) {
            io.failForce = true;
            io.failTruncate = true;
            assertThrows(KafkaStorageException.class, () -> append(journal, "lost", 3));
            assertThrows(KafkaStorageException.class, () -> append(journal, "lost too", 3));
            io.failForce = false;
            io.failTruncate = false;
            append(journal, "kept", 1);
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(2, journal.image().version());
            assertTrue(journal.image().topic("kept") != null && journal.image().topic("lost") == null);
        }
    }

    @Test
    void compactedItSaysTheSameInFewerBytes() throws IOException {
        ClusterImage image;
        try (Journal journal = Journal.create(directory, CLUSTER, io)) {
            append(journal, "t", 3);
            for (int i = 0; i < 200; i++) {
                append(
                        journal,
                        new Commit(
                                journal.image().version() + 1,
                                7,
                                List.of(StoreRecords.setting("t", "retention.ms", "" + i))));
            }
            long before = journal.sizeInBytes();
            journal.compact();
            assertTrue(journal.sizeInBytes() < before / 10);
            assertEquals(journal.sizeInBytes(), Files.size(file));
            append(journal, "after", 1);
            image = journal.image();
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(image, journal.image());
            assertEquals(202, journal.image().version());
            assertEquals(7, journal.seatEpoch());
        }
        // A snapshot was forced before it got the journal's name; damage to it is no torn append.
        byte[] damaged = Files.readAllBytes(file);
        damaged[60] ^= 1;
        assertEquals(
                "metadata journal " + file
                        + " is damaged at byte 40: the snapshot of version 201 that it begins with is damaged",
                refusal(damaged));
    }

    @Test
    void deathBetweenAnyTwoStepsOfCompactionLosesNothing() throws IOException {
        boolean died = true;
        for (int steps = 0; died; steps++) {
            Files.deleteIfExists(file);
            ClusterImage image = write(20);
            FaultyIo mortal = new FaultyIo();
            Journal journal = Journal.open(directory, mortal);
            mortal.stepsToLive = steps;
            try {
                journal.compact();
                died = false;
            } catch (FaultyIo.Death e) {
                // Found below as a restarted broker would find it.
            }
            journal.close();
            try (Journal restarted = Journal.open(directory, io)) {
                assertEquals(image, restarted.image(), "died after " + steps + " steps");
                assertFalse(Files.exists(directory.resolve(Journal.NEW_FILE_NAME)));
                append(restarted, "after", 1);
            }
        }
    }

    @Test
    void aCompactionThatFailsLeavesTheOldJournalInUse() {
        ClusterImage image = write(20);
        try (Journal journal = Journal.open(directory, io)) {
            io.roomBytes = 100;
            assertThrows(IOException.class, journal::compact);
            io.roomBytes = Long.MAX_VALUE;
            io.failRename = true;
            assertThrows(IOException.class, journal::compact);
            io.failRename = false;
            assertEquals(image, journal.image());
            append(journal, "on", 1);
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(21, journal.image().version());
        }
    }

    @Test
    void whileTheNewNameIsNotOnTheMediumNothingIsAppended() {
        write(20);
        try (Journal journal = Journal.open(directory, io)) {
            io.failForceDirectory = true;
            assertThrows(IOException.class, journal::compact);
            assertThrows(KafkaStorageException.class, () -> append(journal, "early", 1));
            io.failForceDirectory = false;
            append(journal, "late", 1);
        }
        try (Journal journal = Journal.open(directory, io)) {
            assertEquals(21, journal.image().version());
        }
    }

    @Test
    void aSecondBrokerIsRefused() {
        try (Journal journal = Journal.create(directory, CLUSTER, io)) {
            KafkaStorageException refusal =
                    assertThrows(KafkaStorageException.class, () -> Journal.open(directory, io));
            assertEquals("metadata journal " + file + " is in use by another broker", refusal.getMessage());
            append(journal, "still ours", 1);
            assertThrows(KafkaStorageException.class, () -> Journal.open(directory, io));
        }
        Journal.open(directory, io).close();
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path notADirectory = Files.createFile(directory.resolve("plain"));
        KafkaStorageException failure = assertThrows(
                KafkaStorageException.class, () -> Journal.create(notADirectory.resolve("data"), CLUSTER, io));
        assertTrue(
                failure.getMessage().startsWith("cannot create the metadata journal " + notADirectory),
                failure.getMessage());
    }

    private ClusterImage write(int commits) {
        try (Journal journal = Journal.create(directory, CLUSTER, new JournalIo())) {
            for (int i = 0; i < commits; i++) {
                append(journal, "topic-" + i, 2);
            }
            return journal.image();
        }
    }

    private static void append(Journal journal, String topic, int partitions) {
        append(
                journal,
                new Commit(journal.image().version() + 1, 7, List.copyOf(StoreRecords.topic(topic, partitions))));
    }

    private static void append(Journal journal, Commit commit) {
        journal.append(List.of(commit), journal.image().apply(commit.records()).after());
    }

    private static void appendAll(Journal journal, int topics) {
        List<Commit> commits = new ArrayList<>();
        ClusterImage image = journal.image();
        for (int i = 0; i < topics; i++) {
            Commit commit = new Commit(image.version() + 1, 1, List.copyOf(StoreRecords.topic("t" + i, 1)));
            commits.add(commit);
            image = image.apply(commit.records()).after();
        }
        journal.append(commits, image);
    }

    private String refusal(byte[] contents) throws IOException {
        Files.write(file, contents);
        return assertThrows(
                        CorruptMetadataException.class,
                        () -> Journal.open(directory, io).close())
                .getMessage();
    }

    private static byte[] journalOf(ByteBuffer frame) {
        ByteBuffer header = JournalFormat.header(new JournalFormat.Header(CLUSTER, 0));
        ByteBuffer all = ByteBuffer.allocate(header.remaining() + frame.remaining());
        return all.put(header).put(frame.duplicate()).array();
    }

    private static ByteBuffer frame(Commit commit) {
        return JournalFormat.frame(JournalFormat.COMMITS, List.of(commit));
    }

    private static int startOfLastFrame(byte[] journal) {
        ByteBuffer bytes = ByteBuffer.wrap(journal);
        int at = JournalFormat.HEADER_BYTES;
        int last = at;
        while (at < journal.length) {
            last = at;
            at += JournalFormat.validFrameAt(bytes, at);
        }
        return last;
    }
}
