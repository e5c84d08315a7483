package io.headrace.log;

import io.headrace.log.epoch.LeaderEpochs;
import io.headrace.log.producer.ProducerSnapshots;
import io.headrace.log.producer.ProducerStates;
import io.headrace.log.segment.Segment;
import java.util.List;

/**
 * What was found on disk, put right: everything a log starts from.
 *
 * @param segments at least one; the last is written next
 * @param logStartOffset from where on it may be read
 * @param logEndOffset where it goes on
 * @param recoveryPoint what is below is on stable storage
 * @param epochs the chain
 * @param epochsOnDisk the chain as its file has it
 * @param producers as of the log end offset
 * @param snapshots of producers
 * @param onDisk whether there is a directory
 * @param changed whether the files lack something that a clean end must write
 */
record LoadedLog(
        List<Segment> segments,
        long logStartOffset,
        long logEndOffset,
        long recoveryPoint,
        LeaderEpochs epochs,
        LeaderEpochs epochsOnDisk,
        ProducerStates producers,
        ProducerSnapshots snapshots,
        boolean onDisk,
        boolean changed) {

    /** A partition that nothing was written to: no directory, no file. */
    static LoadedLog untouched(LogContext context, LogConfig config, long nowMs) {
        return new LoadedLog(
                List.of(Segment.empty(context.place(), 0, config.indexLimits(), nowMs)),
                0,
                0,
                0,
                LeaderEpochs.EMPTY,
                LeaderEpochs.EMPTY,
                new ProducerStates(),
                new ProducerSnapshots(context.io(), context.directory()),
                false,
                false);
    }
}
