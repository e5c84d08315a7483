package io.headrace.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.Timers;
import io.headrace.group.model.GroupRequestContext;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Runs a machine on a list of records, which go through their bytes, and a clock that a test moves. Every answer is counted:
 * a second one fails the test.
 */
public final class GroupRig {
    public static final long START_MS = 1_000_000;

    /** What is in the partition. */
    public final List<Entry> log = new ArrayList<>();

    /** What the next appends meet; NONE when they succeed. */
    public Errors appendError = Errors.NONE;

    /** Whether what fails is in the log all the same, as when a disk does not confirm it. */
    public boolean failsAfterAppend;

    /** After so many records the log fails in a step that may go into several batches; -1 for never. */
    public int cutAfter = -1;

    /** Whether the high watermark stands still, so that nothing is committed. */
    public boolean held;

    public long nowMs = START_MS;
    public ClusterImage image = ClusterImage.empty("cluster");
    public GroupMachine machine;

    private final Map<String, Object> settings = new HashMap<>();
    private final Map<String, Timer> timers = new LinkedHashMap<>();
    private final List<Outcome> parked = new ArrayList<>();
    private int ids;
    private boolean unconfirmed;

    /** A record in the partition, or the end of a transaction if it has none. */
    public record Entry(ProducerStamp producer, CoordinatorRecord record, boolean committed) {}

    private record Timer(String name, long dueMs, LongFunction<Outcome> step) {}

    /** What a request was answered, if it was. */
    public static final class Reply<R> implements Consumer<R> {
        private R value;

        @Override
        public void accept(R answer) {
            assertEquals(null, value, "answered twice, now by " + answer);
            value = answer;
        }

        public boolean isAnswered() {
            return value != null;
        }

        public R get() {
            assertNotNull(value, "not answered");
            return value;
        }
    }

    public GroupRig() {
        settings.put("log.dirs", "/nowhere");
        settings.put("group.initial.rebalance.delay.ms", "3000");
        restart();
    }

    /** Changes a setting; the machine is made anew. */
    public GroupRig with(String key, Object value) {
        settings.put(key, value);
        restart();
        return this;
    }

    /** The coordinator dies, and the next one loads what is in the log. */
    public void restart() {
        if (machine != null) {
            machine.unloaded();
        }
        timers.clear();
        parked.clear();
        BrokerConfig config = BrokerConfig.of(settings);
        machine = new GroupMachine(() -> config, new ManualTimers(), () -> "id" + ids++, image);
        for (int offset = 0; offset < log.size(); offset++) {
            replay(offset, log.get(offset));
        }
        run(machine.loaded(nowMs));
    }

    private void replay(int offset, Entry entry) {
        if (entry.record() == null) {
            machine.replayEndOfTransaction(offset, entry.producer(), entry.committed());
        } else {
            machine.replay(offset, entry.producer(), throughBytes(entry.record()));
        }
    }

    private static CoordinatorRecord throughBytes(CoordinatorRecord record) {
        ByteBuf key = Unpooled.wrappedBuffer(GroupRecordCodec.INSTANCE.encodeKey(record));
        byte[] value = GroupRecordCodec.INSTANCE.encodeValue(record);
        return GroupRecordCodec.INSTANCE.decode(key, value == null ? null : Unpooled.wrappedBuffer(value));
    }

    /** Sends a request: the function gets where the answer goes. */
    public <R> Reply<R> ask(Function<Reply<R>, Outcome> request) {
        Reply<R> reply = new Reply<>();
        run(request.apply(reply));
        return reply;
    }

    public GroupRequestContext context(int apiVersion, String clientId) {
        return new GroupRequestContext(apiVersion, clientId, "/127.0.0.1", nowMs);
    }

    public void run(Outcome outcome) {
        if (cutAfter >= 0
                && outcome.batches() == Batches.SEVERAL
                && outcome.records().size() > cutAfter) {
            outcome.records()
                    .subList(0, cutAfter)
                    .forEach(record -> append(new Entry(outcome.producer(), record, false)));
            outcome.failed().accept(Errors.KAFKA_STORAGE_ERROR);
            return;
        }
        boolean appends = !outcome.records().isEmpty();
        if (appendError == Errors.NONE) {
            unconfirmed = false;
        }
        // What rests on records that are not confirmed is not answered either.
        boolean fails = appendError != Errors.NONE && (appends || unconfirmed);
        unconfirmed |= fails && failsAfterAppend;
        if (!fails || failsAfterAppend) {
            for (CoordinatorRecord record : outcome.records()) {
                append(new Entry(outcome.producer(), record, false));
            }
        }
        if (fails) {
            Errors error = appendError;
            outcome.failed().accept(error);
        } else if (held) {
            parked.add(outcome);
        } else {
            outcome.committed().run();
        }
    }

    /** The high watermark moves again. */
    public void release() {
        takeParked().forEach(outcome -> outcome.committed().run());
    }

    /** The high watermark moves again, but it is not certain that what was held lasts. */
    public void releaseUnconfirmed(Errors error) {
        takeParked().forEach(outcome -> outcome.failed().accept(error));
    }

    private List<Outcome> takeParked() {
        held = false;
        List<Outcome> released = List.copyOf(parked);
        parked.clear();
        return released;
    }

    private void append(Entry entry) {
        log.add(entry);
        replay(log.size() - 1, entry);
    }

    public void endTransaction(long producerId, boolean committed) {
        append(new Entry(new ProducerStamp(producerId, (short) 1), null, committed));
    }

    /** Puts a record into the log as if it had always been there; counts after a restart. */
    public void plant(CoordinatorRecord record) {
        log.add(new Entry(ProducerStamp.NONE, record, false));
    }

    /** The values of the last record of each kind of key, by what the key says; what compaction would leave. */
    public Map<Object, CoordinatorRecord> compacted() {
        Map<Object, CoordinatorRecord> kept = new LinkedHashMap<>();
        log.forEach(entry -> {
            if (entry.record() != null) {
                kept.put(entry.record().key(), entry.record());
            }
        });
        return kept;
    }

    public CoordinatorRecord lastRecord() {
        return log.get(log.size() - 1).record();
    }

    public int timers() {
        return timers.size();
    }

    /** Lets time pass; timers fire in their order. */
    public void advance(long ms) {
        long end = nowMs + ms;
        while (true) {
            Optional<Timer> next = timers.values().stream()
                    .filter(timer -> timer.dueMs() <= end)
                    .min(Comparator.comparingLong(Timer::dueMs));
            if (next.isEmpty()) {
                break;
            }
            Timer timer = next.get();
            timers.remove(timer.name());
            nowMs = Math.max(nowMs, timer.dueMs());
            run(timer.step().apply(nowMs));
        }
        nowMs = end;
    }

    /** How long until the next timer fires, or -1 without one. */
    public long untilNextTimer() {
        return timers.values().stream().mapToLong(Timer::dueMs).min().orElse(nowMs - 1) - nowMs;
    }

    private final class ManualTimers implements Timers {
        @Override
        public void start(String name, long delayMs, LongFunction<Outcome> step) {
            timers.put(name, new Timer(name, nowMs + delayMs, step));
        }

        @Override
        public void cancel(String name) {
            timers.remove(name);
        }

        @Override
        public boolean isRunning(String name) {
            return timers.containsKey(name);
        }
    }
}
