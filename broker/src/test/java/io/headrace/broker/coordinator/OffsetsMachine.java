package io.headrace.broker.coordinator;

import io.headrace.common.protocol.Errors;
import io.headrace.coordination.AppendErrors;
import io.headrace.coordination.Batches;
import io.headrace.coordination.CoordinatorMachine;
import io.headrace.coordination.CoordinatorRecord;
import io.headrace.coordination.Outcome;
import io.headrace.coordination.ProducerStamp;
import io.headrace.coordination.Timers;
import io.headrace.group.record.OffsetCommitKey;
import io.headrace.group.record.OffsetCommitValue;
import io.headrace.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A small coordinator: remembers a number for each name, and notes all that happens to it. Owner: its loop. */
final class OffsetsMachine implements CoordinatorMachine {

    private static final int VALUE_VERSION = 3;

    final Map<String, Long> numbers = new TreeMap<>();
    final List<String> events = new ArrayList<>();
    final Timers timers;
    ClusterImage image;
    boolean failsToReplay;

    OffsetsMachine(Timers timers, ClusterImage image) {
        this.timers = timers;
        this.image = image;
    }

    static CoordinatorRecord record(String name, long number) {
        return CoordinatorRecord.of(
                new OffsetCommitKey().group(name).topic("t").partition(0),
                new OffsetCommitValue().offset(number),
                VALUE_VERSION);
    }

    static CoordinatorRecord tombstone(String name) {
        return CoordinatorRecord.tombstone(
                new OffsetCommitKey().group(name).topic("t").partition(0));
    }

    /** Remembers a number, and answers with what it says then. */
    Outcome put(String name, long number, Consumer<String> answer) {
        return Outcome.append(
                List.of(record(name, number)),
                () -> answer.accept(name + "=" + numbers.get(name)),
                error -> answer.accept(AppendErrors.toClient(error).name()));
    }

    /** Answers with a number. */
    Outcome get(String name, Consumer<String> answer) {
        String found = name + "=" + numbers.get(name);
        return Outcome.answer(answer, found, Errors::name);
    }

    Outcome append(List<CoordinatorRecord> records, ProducerStamp producer, Consumer<Errors> answer) {
        return append(Batches.ONE, records, producer, answer);
    }

    Outcome append(Batches batches, List<CoordinatorRecord> records, ProducerStamp producer, Consumer<Errors> answer) {
        return new Outcome(records, batches, producer, () -> answer.accept(Errors.NONE), answer);
    }

    @Override
    public void replay(long offset, ProducerStamp producer, CoordinatorRecord record) {
        if (failsToReplay) {
            throw new IllegalStateException("replay fails, as the test wants");
        }
        if (!(record.key() instanceof OffsetCommitKey key)) {
            return;
        }
        if (record.isTombstone()) {
            numbers.remove(key.group());
            events.add(offset + " " + key.group() + " gone");
        } else {
            long number = ((OffsetCommitValue) record.value()).offset();
            numbers.put(key.group(), number);
            events.add(offset + " " + key.group() + "=" + number
                    + (producer.isTransactional() ? " by " + producer.producerId() : ""));
        }
    }

    @Override
    public void replayEndOfTransaction(long offset, ProducerStamp producer, boolean committed) {
        events.add(offset + " " + producer.producerId() + (committed ? " committed" : " aborted"));
    }

    @Override
    public Outcome loaded(long nowMs) {
        events.add("loaded");
        return Outcome.none();
    }

    @Override
    public void unloaded() {
        events.add("unloaded");
    }
}
