package io.headrace.metadata.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.KafkaStorageException;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.store.MetadataStore.Commit;
import io.headrace.testsupport.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalMetadataStoreTest {
    @TempDir
    Path directory;

    private final FaultyIo io = new FaultyIo();

    @Test
    void aFreshDirectoryFoundsAClusterAndKeepsIt() throws Exception {
        String clusterId;
        try (MetadataStore store = store()) {
            ClusterImage image = get(store.load());
            clusterId = image.clusterId();
            assertEquals(22, clusterId.length());
            assertEquals(0, image.version());
        }
        try (MetadataStore store = LocalMetadataStore.in(directory, clusterId)) {
            assertEquals(clusterId, get(store.load()).clusterId());
        }
    }

    @Test
    void nothingIsTouchedBeforeLoading() {
        store().close();
        assertFalse(Files.exists(directory.resolve(Journal.FILE_NAME)));
    }

    @Test
    void aMissingJournalInAUsedDirectoryIsAnErrorAndFoundsNothing() {
        try (MetadataStore store = LocalMetadataStore.in(directory, "someCluster")) {
            CorruptMetadataException refusal = assertInstanceOf(CorruptMetadataException.class, failure(store.load()));
            assertEquals(
                    "metadata journal " + directory.resolve(Journal.FILE_NAME)
                            + " is missing, although the log directory belongs to cluster someCluster",
                    refusal.getMessage());
            assertFalse(Files.exists(directory.resolve(Journal.FILE_NAME)));
        }
    }

    @Test
    void anotherClustersJournalIsAnError() throws Exception {
        String clusterId;
        try (MetadataStore store = store()) {
            clusterId = get(store.load()).clusterId();
        }
        try (MetadataStore store = LocalMetadataStore.in(directory, "other")) {
            assertEquals(
                    "metadata journal " + directory.resolve(Journal.FILE_NAME) + " belongs to cluster " + clusterId
                            + ", but the log directory to cluster other",
                    failure(store.load()).getMessage());
        }
        // The refused attempt let go of it.
        LocalMetadataStore.in(directory, clusterId).close();
        try (MetadataStore store = LocalMetadataStore.in(directory, clusterId)) {
            get(store.load());
        }
    }

    @Test
    void commitsAreKeptDeliveredInOrderAndThenCompleted() throws Exception {
        List<Commit> delivered = new ArrayList<>();
        ClusterImage image;
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            store.follow(0, follower(delivered));
            AtomicInteger deliveredAtCompletion = new AtomicInteger();
            CompletionStage<Long> first = store.commit(seat, 0, StoreRecords.topic("a", 1))
                    .whenComplete((version, failure) -> deliveredAtCompletion.set(delivered.size()));
            CompletionStage<Long> second = store.commit(seat, 1, StoreRecords.topic("b", 1));
            assertEquals(1, get(first));
            assertEquals(2, get(second));
            assertTrue(deliveredAtCompletion.get() >= 1);
            assertEquals(
                    List.of(1L, 2L), delivered.stream().map(Commit::version).toList());
            assertEquals(StoreRecords.topic("a", 1), delivered.get(0).records());
        }
        try (MetadataStore store = store()) {
            image = get(store.load());
            assertEquals(2, image.version());
            assertNotNull(image.topic("b"));
        }
    }

    @Test
    void manyCommitsShareAForce() throws Exception {
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            CountDownLatch gate = new CountDownLatch(1);
            io.forceGate = gate;
            List<CompletionStage<Long>> commits = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                commits.add(store.commit(seat, i, StoreRecords.topic("t" + i, 1)));
            }
            gate.countDown();
            for (int i = 0; i < 1000; i++) {
                assertEquals(i + 1, get(commits.get(i)));
            }
            // The force of the new file, that of the first group, that of all that came meanwhile.
            assertTrue(io.steps.stream().filter("force"::equals).count() <= 4, io.steps.toString());
        }
        try (MetadataStore store = store()) {
            assertEquals(1000, get(store.load()).topicCount());
        }
    }

    @Test
    void aCommitOnAnotherVersionIsAConflict() throws Exception {
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            get(store.commit(seat, 0, StoreRecords.topic("a", 1)));
            for (long expected : new long[] {0, 2}) {
                VersionConflictException conflict = assertInstanceOf(
                        VersionConflictException.class,
                        failure(store.commit(seat, expected, StoreRecords.topic("b", 1))));
                assertEquals(expected, conflict.expected());
                assertEquals(1, conflict.actual());
            }
            assertEquals(2, get(store.commit(seat, 1, StoreRecords.topic("b", 1))));
        }
    }

    @Test
    void onlyTheNewestSeatCommits() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        int first;
        try (MetadataStore store = store()) {
            get(store.load());
            assertInstanceOf(StaleSeatException.class, failure(store.commit(1, 0, StoreRecords.topic("a", 1))));
            first = get(store.contend(1, lost::incrementAndGet)).epoch();
            get(store.commit(first, 0, StoreRecords.topic("a", 1)));
            int second = get(store.contend(1, () -> {})).epoch();
            assertEquals(1, lost.get());
            assertTrue(second > first);
            assertInstanceOf(StaleSeatException.class, failure(store.commit(first, 1, StoreRecords.topic("b", 1))));
            get(store.commit(second, 1, StoreRecords.topic("b", 1)));
        }
        try (MetadataStore store = store()) {
            get(store.load());
            assertTrue(get(store.contend(1, () -> {})).epoch() > first + 1, "an epoch is not given twice");
        }
    }

    @Test
    void recordsThatMakeNoSenseAreRefusedAndNothingIsWritten() throws Exception {
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            long size = Files.size(directory.resolve(Journal.FILE_NAME));
            assertInstanceOf(
                    IllegalStateException.class,
                    failure(store.commit(seat, 0, StoreRecords.topic("a", 1).subList(1, 2))));
            assertEquals(size, Files.size(directory.resolve(Journal.FILE_NAME)));
            assertThrows(IllegalArgumentException.class, () -> store.commit(seat, 0, List.of()));
            assertEquals(1, get(store.commit(seat, 0, StoreRecords.topic("a", 1))));
        }
    }

    @Test
    void aFullDiskIsToldAndLaterItWorksAgain() throws Exception {
        List<Commit> delivered = new ArrayList<>();
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            store.follow(0, follower(delivered));
            io.roomBytes = 10;
            assertInstanceOf(KafkaStorageException.class, failure(store.commit(seat, 0, StoreRecords.topic("a", 1))));
            assertEquals(0, get(store.load()).version());
            io.roomBytes = Long.MAX_VALUE;
            assertEquals(1, get(store.commit(seat, 0, StoreRecords.topic("a", 1))));
            assertEquals(1, delivered.size());
        }
        try (MetadataStore store = store()) {
            assertEquals(1, get(store.load()).topicCount());
        }
    }

    @Test
    void aGrownJournalIsCompactedAndFollowersNoticeNothing() throws Exception {
        List<Commit> delivered = new ArrayList<>();
        try (MetadataStore store = new LocalMetadataStore(directory, null, io, 4096)) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            store.follow(0, follower(delivered));
            get(store.commit(seat, 0, StoreRecords.topic("t", 1)));
            for (int i = 1; i < 500; i++) {
                get(store.commit(seat, i, List.of(StoreRecords.setting("t", "retention.ms", "" + i))));
            }
            assertTrue(Files.size(directory.resolve(Journal.FILE_NAME)) < 4096 + 200);
            assertTrue(io.steps.contains("rename"));
            assertEquals(500, delivered.size());
        }
        try (MetadataStore store = store()) {
            assertEquals(500, get(store.load()).version());
        }
    }

    @Test
    void aCompactionThatFailsIsTriedAgainLater() throws Exception {
        try (MetadataStore store = new LocalMetadataStore(directory, null, io, 1024)) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            io.failRename = true;
            get(store.commit(seat, 0, StoreRecords.topic("t", 1)));
            for (int i = 1; i < 30; i++) {
                get(store.commit(seat, i, List.of(StoreRecords.setting("t", "retention.ms", "" + i))));
            }
            assertTrue(Files.size(directory.resolve(Journal.FILE_NAME)) > 1024);
            io.failRename = false;
            for (int i = 30; i < 200; i++) {
                get(store.commit(seat, i, List.of(StoreRecords.setting("t", "retention.ms", "" + i))));
            }
            Await.until("compacted", () -> Files.size(directory.resolve(Journal.FILE_NAME)) < 2048);
        }
        try (MetadataStore store = store()) {
            assertEquals(200, get(store.load()).version());
        }
    }

    @Test
    void aFollowerFromAnotherVersionIsBroughtUpToDateFirst() throws Exception {
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            get(store.commit(seat, 0, StoreRecords.topic("a", 1)));
            List<String> told = new ArrayList<>();
            store.follow(0, new MetadataStore.Follower() {
                @Override
                public void committed(Commit commit) {
                    told.add("commit " + commit.version());
                }

                @Override
                public void skippedTo(ClusterImage image) {
                    told.add("image " + image.version());
                }
            });
            get(store.commit(seat, 1, StoreRecords.topic("b", 1)));
            assertEquals(List.of("image 1", "commit 2"), told);
        }
    }

    @Test
    void afterClosingEverythingFailsAndTheFileIsFree() throws Exception {
        MetadataStore store = store();
        get(store.load());
        int seat = get(store.contend(1, () -> {})).epoch();
        CompletionStage<Long> handedIn = store.commit(seat, 0, StoreRecords.topic("a", 1));
        store.close();
        store.close();
        assertEquals(1, get(handedIn));
        assertInstanceOf(IllegalStateException.class, failure(store.commit(seat, 1, StoreRecords.topic("b", 1))));
        assertInstanceOf(IllegalStateException.class, failure(store.load()));
        try (MetadataStore next = store()) {
            assertEquals(1, get(next.load()).version());
        }
    }

    @Test
    void aSecondStoreInTheSameDirectoryIsRefused() throws Exception {
        try (MetadataStore store = store();
                MetadataStore second = store()) {
            get(store.load());
            assertInstanceOf(KafkaStorageException.class, failure(second.load()));
        }
    }

    @Test
    void sessionsGetGrowingEpochs() throws Exception {
        try (MetadataStore store = store()) {
            get(store.load());
            int seat = get(store.contend(1, () -> {})).epoch();
            long first = get(store.register(1, () -> {})).epoch();
            get(store.commit(seat, 0, StoreRecords.topic("a", 1)));
            assertTrue(get(store.register(1, () -> {})).epoch() > first);
        }
    }

    private LocalMetadataStore store() {
        return new LocalMetadataStore(directory, null, io, 1 << 20);
    }

    private static MetadataStore.Follower follower(List<Commit> delivered) {
        return new MetadataStore.Follower() {
            @Override
            public void committed(Commit commit) {
                delivered.add(commit);
            }

            @Override
            public void skippedTo(ClusterImage image) {
                throw new AssertionError("skipped to " + image);
            }
        };
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return assertThrows(ExecutionException.class, () -> get(stage)).getCause();
    }
}
