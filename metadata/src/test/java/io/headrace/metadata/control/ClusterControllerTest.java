package io.headrace.metadata.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.errors.KafkaStorageException;
import io.headrace.common.errors.NotControllerException;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.Endpoint;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.TopicImage;
import io.headrace.metadata.plan.BrokerDescription;
import io.headrace.metadata.plan.CreateTopics;
import io.headrace.metadata.plan.DeleteTopics;
import io.headrace.metadata.plan.NewTopic;
import io.headrace.metadata.plan.TopicRef;
import io.headrace.metadata.store.LocalMetadataStore;
import io.headrace.metadata.store.MetadataStore;
import io.headrace.metadata.store.SteppedStore;
import io.headrace.testsupport.ManualClock;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller stepped by hand: its executor is a queue, and so is what the store answers. */
class ClusterControllerTest {
    private static final BrokerConfig CONFIG = BrokerConfig.of(Map.of("log.dirs", "/data"));

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final SteppedStore store = new SteppedStore();
    private final ManualClock clock = new ManualClock(1000);
    private final List<ImageChange> told = new ArrayList<>();
    private final Queue<CompletableFuture<Void>> carryingOut = new ArrayDeque<>();
    private boolean carriesOutAtOnce = true;

    @Test
    void itLoadsCarriesOutAndThenIsThere() throws Exception {
        carriesOutAtOnce = false;
        CompletionStage<ClusterController> opening = opening();
        run();
        assertEquals(1, told.size());
        assertFalse(opening.toCompletableFuture().isDone());
        carryingOut.remove().complete(null);
        run();
        assertEquals(0, get(opening).image().version());
    }

    @Test
    void aCommandIsAnsweredWhenItIsCommittedAndCarriedOut() throws Exception {
        ClusterController controller = open();
        carriesOutAtOnce = false;
        CompletionStage<List<CreateTopics.Result>> answer = create(controller, "t");
        run();
        assertEquals(1, store.pending());
        store.commitAll();
        run();
        assertEquals("t", told.get(told.size() - 1).created().get(0).name());
        assertFalse(answer.toCompletableFuture().isDone());
        assertNull(controller.image().topic("t"), "not shown before it can be used");
        carryingOut.remove().complete(null);
        run();
        assertEquals(Errors.NONE, get(answer).get(0).error());
        assertNotNull(controller.image().topic("t"));
    }

    @Test
    void commandsArePlannedOnTopOfEachOtherWithoutWaiting() throws Exception {
        ClusterController controller = open();
        CompletionStage<List<CreateTopics.Result>> first = create(controller, "t");
        CompletionStage<List<CreateTopics.Result>> again = create(controller, "t");
        CompletionStage<List<CreateTopics.Result>> other = create(controller, "u");
        run();
        assertEquals(2, store.pending(), "the second has nothing to commit");
        assertFalse(again.toCompletableFuture().isDone(), "it rests on a commit that is under way");
        store.commitAll();
        run();
        assertEquals(Errors.NONE, get(first).get(0).error());
        assertEquals(Errors.TOPIC_ALREADY_EXISTS, get(again).get(0).error());
        assertEquals(Errors.NONE, get(other).get(0).error());
        assertEquals(2, controller.image().topicCount());
    }

    @Test
    void whenACommitFailsThoseOnTopArePlannedAgain() throws Exception {
        ClusterController controller = open();
        CompletionStage<List<CreateTopics.Result>> failing = create(controller, "t");
        CompletionStage<List<CreateTopics.Result>> duplicate = create(controller, "t");
        CompletionStage<List<CreateTopics.Result>> other = create(controller, "u");
        run();
        store.failNext(new KafkaStorageException("disk full"));
        store.commitAll();
        run();
        CompletionStage<List<CreateTopics.Result>> later = create(controller, "v");
        run();
        store.commitAll();
        run();
        assertEquals("disk full", failure(failing).getMessage());
        assertEquals(Errors.NONE, get(duplicate).get(0).error(), "nothing there any more to be a duplicate of");
        assertEquals(Errors.NONE, get(other).get(0).error());
        assertEquals(Errors.NONE, get(later).get(0).error());
        assertEquals(
                List.of("t", "u", "v"),
                controller.image().topics().stream()
                        .map(TopicImage::name)
                        .sorted()
                        .toList());
        assertEquals(store.image(), controller.image());
    }

    @Test
    void aCommandGivenWhileAFailureIsSortedOutWaits() throws Exception {
        ClusterController controller = open();
        CompletionStage<List<CreateTopics.Result>> a = create(controller, "a");
        CompletionStage<List<CreateTopics.Result>> b = create(controller, "b");
        run();
        store.failNext(new KafkaStorageException("disk full"));
        store.commitOne();
        run();
        CompletionStage<List<CreateTopics.Result>> c = create(controller, "c");
        run();
        assertEquals(1, store.pending(), "only b's first attempt");
        store.commitAll();
        run();
        store.commitAll();
        run();
        assertInstanceOf(KafkaStorageException.class, failure(a));
        assertEquals(Errors.NONE, get(b).get(0).error());
        assertEquals(Errors.NONE, get(c).get(0).error());
        assertEquals(store.image(), controller.image());
    }

    @Test
    void aChangeThatCannotBeCarriedOutFailsItsCommandOnly() throws Exception {
        ClusterController controller = open();
        carriesOutAtOnce = false;
        CompletionStage<List<CreateTopics.Result>> bad = create(controller, "bad");
        CompletionStage<List<CreateTopics.Result>> good = create(controller, "good");
        run();
        store.commitAll();
        run();
        carryingOut.remove().completeExceptionally(new IllegalStateException("no such disk"));
        run();
        carryingOut.remove().complete(null);
        run();
        assertEquals("no such disk", failure(bad).getMessage());
        assertEquals(Errors.NONE, get(good).get(0).error());
        assertEquals(2, controller.image().topicCount());
    }

    @Test
    void aPlannerThatThrowsFailsItsCommandOnly() throws Exception {
        ClusterController controller = open();
        CompletionStage<Object> bad = controller.submit((image, nowMs) -> {
            throw new IllegalArgumentException("at " + nowMs);
        });
        CompletionStage<List<CreateTopics.Result>> good = create(controller, "good");
        run();
        store.commitAll();
        run();
        assertEquals("at 1000", failure(bad).getMessage());
        assertEquals(Errors.NONE, get(good).get(0).error());
    }

    @Test
    void withoutTheSeatNothingIsChanged() throws Exception {
        ClusterController controller = open();
        CompletionStage<List<CreateTopics.Result>> underWay = create(controller, "t");
        run();
        store.loseSeat();
        run();
        assertInstanceOf(NotControllerException.class, failure(underWay));
        CompletionStage<List<CreateTopics.Result>> later = create(controller, "u");
        run();
        assertInstanceOf(NotControllerException.class, failure(later));
    }

    @Test
    void afterClosingCommandsFail() throws Exception {
        ClusterController controller = open();
        CompletionStage<List<CreateTopics.Result>> underWay = create(controller, "t");
        run();
        controller.close();
        CompletionStage<List<CreateTopics.Result>> later = create(controller, "u");
        run();
        store.commitAll();
        run();
        assertEquals("the broker is shutting down", failure(underWay).getMessage());
        assertEquals("the broker is shutting down", failure(later).getMessage());
    }

    @Test
    void aBrokerRegistersWithAnEpoch() throws Exception {
        ClusterController controller = open();
        CompletionStage<Long> epoch = register(controller);
        run();
        store.commitAll();
        run();
        assertEquals(get(epoch), controller.image().broker(1).epoch());
        assertFalse(controller.image().broker(1).fenced());
    }

    @Test
    void onARealDiskAThousandTopicsSurviveARestart(@TempDir Path directory) throws Exception {
        ExecutorService loop = Executors.newSingleThreadExecutor();
        try {
            ClusterImage image;
            try (MetadataStore local = LocalMetadataStore.in(directory, null)) {
                ClusterController controller = get(ClusterController.open(
                        local, 1, loop, change -> CompletableFuture.completedFuture(null), clock.asMillis()));
                get(register(controller));
                List<CompletionStage<List<CreateTopics.Result>>> answers = new ArrayList<>();
                for (int i = 0; i < 1000; i++) {
                    answers.add(create(controller, "t" + i));
                }
                for (CompletionStage<List<CreateTopics.Result>> answer : answers) {
                    assertEquals(Errors.NONE, get(answer).get(0).error());
                }
                get(controller.submit(DeleteTopics.of(CONFIG, List.of(TopicRef.byName("t7")))));
                image = controller.image();
                assertEquals(999, image.topicCount());
                assertTrue(image.topic("t7") == null);
                controller.close();
            }
            try (MetadataStore local = LocalMetadataStore.in(directory, image.clusterId())) {
                List<ImageChange> changes = new ArrayList<>();
                ClusterController controller = get(ClusterController.open(
                        local,
                        1,
                        loop,
                        change -> {
                            changes.add(change);
                            return CompletableFuture.completedFuture(null);
                        },
                        clock.asMillis()));
                assertEquals(image, controller.image());
                assertEquals(999, changes.get(0).created().size());
            }
        } finally {
            loop.shutdown();
        }
    }

    private CompletionStage<List<CreateTopics.Result>> create(ClusterController controller, String name) {
        NewTopic topic = new NewTopic(name, -1, (short) -1, new TreeMap<>(Map.of(0, List.of(1))), Map.of());
        return controller.submit(CreateTopics.of(CONFIG, List.of(topic), false));
    }

    private static CompletionStage<Long> register(ClusterController controller) {
        return controller.register(new BrokerDescription(
                1, new Uuid(1, 1), List.of(new Endpoint("PLAINTEXT", "host", 9092, (short) 0)), null));
    }

    private ClusterController open() throws Exception {
        CompletionStage<ClusterController> opening = opening();
        run();
        ClusterController controller = get(opening);
        CompletionStage<Long> registered = register(controller);
        run();
        store.commitAll();
        run();
        get(registered);
        return controller;
    }

    private CompletionStage<ClusterController> opening() {
        return ClusterController.open(store, 1, tasks::add, this::carryOut, clock.asMillis());
    }

    private CompletionStage<Void> carryOut(ImageChange change) {
        told.add(change);
        if (carriesOutAtOnce) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        carryingOut.add(done);
        return done;
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return assertThrows(ExecutionException.class, () -> get(stage)).getCause();
    }
}
