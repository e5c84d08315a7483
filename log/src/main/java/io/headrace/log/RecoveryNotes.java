package io.headrace.log;

import io.headrace.common.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Collects what opening a log had to put right, for one line in the broker's log. Not thread safe. */
final class RecoveryNotes {

    private final List<String> notes = new ArrayList<>();
    private boolean loss;

    void add(String note) {
        notes.add(note);
    }

    /** Something that was there before is gone: a person should know. */
    void addLoss(String note) {
        notes.add(note);
        loss = true;
    }

    boolean isEmpty() {
        return notes.isEmpty();
    }

    /** Writes the line, or nothing when nothing was wrong. */
    void log(Logger logger, TopicPartition partition, long logStartOffset, long logEndOffset) {
        if (notes.isEmpty()) {
            return;
        }
        String what = String.join("; ", notes);
        if (loss) {
            logger.warn("recovered {} [{}, {}): {}", partition, logStartOffset, logEndOffset, what);
        } else {
            logger.info("recovered {} [{}, {}): {}", partition, logStartOffset, logEndOffset, what);
        }
    }
}
