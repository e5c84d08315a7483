package io.headrace.log;

import static io.headrace.log.TestLogs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.log.producer.TransactionEnd;
import io.headrace.log.producer.TransactionVerification;
import io.headrace.log.segment.SegmentNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random interleaved transactions, restarts and damage, and a list that says what committed readers must see. */
class TransactionPropertyTest {

    private static final int STEPS = 250;
    private static final int PRODUCERS = 5;

    static LongStream seeds() {
        Long fixed = Long.getLong("headrace.seed");
        if (fixed != null) {
            return LongStream.of(fixed);
        }
        return new Random().longs(Boolean.getBoolean("headrace.long") ? 200 : 8);
    }

    @ParameterizedTest(name = "-Dheadrace.seed={0}")
    @MethodSource("seeds")
    void committedReadersSeeWhatTheModelSays(long seed, @TempDir Path path) throws IOException {
        Random random = new Random(seed);
        LogConfig config = LogConfig.builder()
                .segmentBytes(500 + random.nextInt(3000))
                .indexIntervalBytes(random.nextInt(400))
                .segmentIndexBytes(100_000)
                .retentionMs(-1)
                .build();
        try (TestLogs logs = TestLogs.open(path, config)) {
            Model model = new Model();
            StringBuilder history = new StringBuilder();
            for (int step = 0; step < STEPS; step++) {
                try {
                    history.append(' ').append(step(random, logs, model, step));
                    check(random, logs, model);
                } catch (RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step + ", after" + history, e);
                }
            }
        }
    }

    private static String step(Random random, TestLogs logs, Model model, int step) throws IOException {
        int choice = random.nextInt(100);
        if (choice < 50) {
            return appendTransactional(random, logs, model, step);
        }
        if (choice < 58) {
            logs.append(TestBatch.of("plain-" + step));
            model.add(new Entry(-1, 0, 0, false, model.end, 1, List.of("plain-" + step)));
            model.commitSome(random, logs);
            return "plain";
        }
        if (choice < 76) {
            return end(random, logs, model);
        }
        if (choice < 79) {
            logs.log.roll(NOW);
            return "roll";
        }
        if (choice < 82) {
            long offset = model.start + random.nextInt((int) (model.end - model.start) + 1);
            logs.log.truncateTo(offset, NOW);
            model.truncateTo(offset);
            return "truncateTo(" + offset + ")";
        }
        if (choice < 84) {
            long bound = model.stableOffset();
            long offset = model.start + random.nextInt((int) (bound - model.start) + 1);
            logs.log.raiseLogStartOffset(offset);
            model.start = offset;
            return "raiseStart(" + offset + ")";
        }
        if (choice < 86) {
            logs.log.apply(logs.log.retention(model.highWatermark, NOW), NOW);
            // Deletes what lies below the log start only.
            return "retention";
        }
        model.highWatermark = model.end;
        logs.log.committedBelow(model.end);
        if (choice < 90) {
            logs.reopen();
            return "reopen";
        }
        if (choice < 93) {
            logs.directory.checkpoint();
            logs.crash();
            return "crash";
        }
        if (choice < 96) {
            logs.directory.checkpoint();
            logs.directory.closeAbruptly();
            delete(logs, SegmentNames.TRANSACTION_INDEX, SegmentNames.INDEX);
            logs.open(NOW);
            return "crashWithoutIndexes";
        }
        logs.directory.close(NOW);
        return damage(random, logs);
    }

    private static String appendTransactional(Random random, TestLogs logs, Model model, int step) {
        int number = random.nextInt(PRODUCERS);
        Producer producer = model.producer(number);
        int count = 1 + random.nextInt(3);
        String[] values = new String[count];
        for (int i = 0; i < count; i++) {
            values[i] = "p" + number + "-" + step + "-" + i;
        }
        TestBatch batch = TestBatch.of(values)
                .producer(number, producer.epoch, producer.sequence)
                .transactional();
        TransactionVerification verified =
                logs.log.beginVerification(number, (short) producer.epoch, producer.sequence, isBumping(number), NOW);
        assertEquals(!producer.inTransaction, verified.isNeeded(), "needs a verification");
        ByteBuf buffer = Unpooled.wrappedBuffer(batch.bytes());
        try (BatchAdmission admission = new BatchAdmission(UnpooledByteBufAllocator.DEFAULT, 1 << 20)) {
            AppendResult result = logs.log.append(
                    admission.admit(buffer, logs.log.topicPartition(), logs.config, AppendOrigin.CLIENT, NOW),
                    verified,
                    0,
                    NOW);
            assertEquals(model.end, result.firstOffset());
        }
        model.add(new Entry(number, producer.epoch, producer.sequence, false, model.end, count, List.of(values)));
        model.commitSome(random, logs);
        return "p" + number + "+" + count;
    }

    private static boolean isBumping(int number) {
        return number % 2 == 1;
    }

    private static String end(Random random, TestLogs logs, Model model) {
        int number = random.nextInt(PRODUCERS);
        Producer producer = model.producer(number);
        boolean commit = random.nextBoolean();
        int epoch = isBumping(number) ? producer.epoch + 1 : producer.epoch;
        int version = isBumping(number) ? 2 : random.nextInt(2);
        TransactionEnd end = commit
                ? TransactionEnd.commit(number, (short) epoch, 3, version)
                : TransactionEnd.abort(number, (short) epoch, 3, version);
        assertEquals(model.end, logs.log.appendMarker(end, 0, NOW).firstOffset());
        model.add(new Entry(number, epoch, commit ? 1 : 0, true, model.end, 1, List.of()));
        model.commitSome(random, logs);
        return (commit ? "commit" : "abort") + number;
    }

    private static String damage(Random random, TestLogs logs) throws IOException {
        String done;
        switch (random.nextInt(3)) {
            case 0 -> {
                delete(logs, SegmentNames.TRANSACTION_INDEX, SegmentNames.INDEX);
                done = "reopenWithoutIndexes";
            }
            case 1 -> {
                for (Path file : files(logs, SegmentNames.TRANSACTION_INDEX)) {
                    byte[] bytes = Files.readAllBytes(file);
                    if (bytes.length > 0) {
                        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
                    }
                }
                done = "reopenWithShortIndexes";
            }
            default -> {
                for (Path file : files(logs, SegmentNames.TRANSACTION_INDEX)) {
                    byte[] bytes = Files.readAllBytes(file);
                    if (bytes.length > 0) {
                        bytes[random.nextInt(bytes.length / 34) * 34 + 18] = 1;
                        Files.write(file, bytes);
                    }
                }
                done = "reopenWithWrongIndexes";
            }
        }
        logs.open(NOW);
        return done;
    }

    private static void delete(TestLogs logs, String... suffixes) throws IOException {
        for (String suffix : suffixes) {
            for (Path file : files(logs, suffix)) {
                Files.delete(file);
            }
        }
    }

    private static List<Path> files(TestLogs logs, String suffix) throws IOException {
        if (!Files.exists(logs.path.resolve("orders-0"))) {
            return List.of();
        }
        try (var files = Files.list(logs.path.resolve("orders-0"))) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static void check(Random random, TestLogs logs, Model model) {
        assertEquals(model.end, logs.log.view().logEndOffset());
        assertEquals(
                model.stableOffset(),
                Math.min(model.highWatermark, logs.log.view().firstUnstableOffset()),
                "last stable offset");
        long from = model.start + random.nextInt((int) (model.end - model.start) + 1);
        for (long offset : new long[] {model.start, from}) {
            assertEquals(
                    model.committedFrom(offset),
                    CommittedReader.read(logs.log, offset, model.stableOffset(), 1 + random.nextInt(1000)),
                    "from offset " + offset);
        }
    }

    /** A batch. {@code sequence} of a marker: 1 for a commit. */
    private record Entry(
            int producer, int epoch, int sequence, boolean marker, long offset, int count, List<String> values) {}

    private static final class Producer {
        private int epoch;
        private int sequence;
        private boolean inTransaction;
        private long firstOffset;
    }

    private static final class Model {
        private final List<Entry> entries = new ArrayList<>();
        private long start;
        private long end;
        private long highWatermark;

        void add(Entry entry) {
            entries.add(entry);
            end = entry.offset + entry.count;
        }

        void commitSome(Random random, TestLogs logs) {
            if (random.nextInt(4) > 0) {
                highWatermark = end;
                logs.log.committedBelow(end);
            }
        }

        void truncateTo(long offset) {
            if (offset >= end) {
                // Nothing is cut off, and nothing more is known to be committed.
                return;
            }
            while (!entries.isEmpty()
                    && entries.get(entries.size() - 1).offset + entries.get(entries.size() - 1).count > offset) {
                entries.remove(entries.size() - 1);
            }
            end = entries.isEmpty()
                    ? 0
                    : entries.get(entries.size() - 1).offset + entries.get(entries.size() - 1).count;
            start = Math.min(start, end);
            // A follower's: what is left was committed, or is fetched again.
            highWatermark = end;
        }

        Producer producer(int number) {
            Producer producer = new Producer();
            for (Entry entry : entries) {
                if (entry.producer == number) {
                    take(producer, entry);
                }
            }
            return producer;
        }

        private static void take(Producer producer, Entry entry) {
            if (entry.marker) {
                if (entry.epoch > producer.epoch) {
                    producer.sequence = 0;
                }
                producer.inTransaction = false;
            } else {
                producer.sequence = entry.sequence + entry.count;
                if (!producer.inTransaction) {
                    producer.firstOffset = entry.offset;
                }
                producer.inTransaction = true;
            }
            producer.epoch = entry.epoch;
        }

        /** Everything below is committed, and no transaction has records below it whose end is not. */
        long stableOffset() {
            long stable = highWatermark;
            for (int number = 0; number < PRODUCERS; number++) {
                Producer producer = new Producer();
                for (Entry entry : entries) {
                    if (entry.producer == number && entry.offset < highWatermark) {
                        take(producer, entry);
                    }
                }
                if (producer.inTransaction) {
                    stable = Math.min(stable, producer.firstOffset);
                }
            }
            return Math.max(stable, Math.min(start, highWatermark));
        }

        List<String> committedFrom(long offset) {
            long stable = stableOffset();
            Map<Integer, Boolean> fate = new HashMap<>();
            List<String> reversed = new ArrayList<>();
            for (int i = entries.size() - 1; i >= 0; i--) {
                Entry entry = entries.get(i);
                if (entry.marker) {
                    fate.put(entry.producer, entry.sequence == 1);
                } else if (entry.producer < 0 || fate.getOrDefault(entry.producer, false)) {
                    for (int j = entry.count - 1; j >= 0; j--) {
                        if (entry.offset + j >= offset && entry.offset + j < stable) {
                            reversed.add(entry.offset + j + "=" + entry.values.get(j));
                        }
                    }
                }
            }
            Collections.reverse(reversed);
            return reversed;
        }
    }
}
