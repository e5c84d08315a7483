package io.headrace.broker.replica;

import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InconsistentTopicIdException;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogSpec;
import io.headrace.log.OpenedLogs;
import io.headrace.log.PartitionLog;
import io.headrace.log.PartitionOnDisk;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens logs, and removes directories that a deletion has left behind: one whose broker was killed, or whose disk failed,
 * between the commit and the renaming. Only a directory that says which topic it belongs to, and belongs to none that
 * there is, is removed, after {@code file.delete.delay.ms}.
 *
 * <p>Stateless; blocks, and so belongs on the disk's pool.
 */
final class LogOpener {

    private static final Logger LOG = LoggerFactory.getLogger(LogOpener.class);

    private final LogDirectory directory;
    private final LongSupplier clockMs;
    private final long deleteDelayMs;
    private final LongConsumer whenFilesDeleted;

    LogOpener(LogDirectory directory, LongSupplier clockMs, long deleteDelayMs, LongConsumer whenFilesDeleted) {
        this.directory = directory;
        this.clockMs = clockMs;
        this.deleteDelayMs = deleteDelayMs;
        this.whenFilesDeleted = whenFilesDeleted;
    }

    /** Removes directories of partitions that {@code image} does not have. */
    void removeStrays(ClusterImage image) {
        for (PartitionOnDisk found : directory.partitionsOnDisk()) {
            TopicImage topic = image.topic(found.partition().topic());
            if (found.topicId().isEmpty()) {
                if (topic == null) {
                    LOG.warn("{} belongs to no topic, and is left alone since it has no topic id", found.directory());
                }
            } else if (topic == null
                    || !topic.id().equals(found.topicId().get())
                    || topic.partition(found.partition().partition()) == null) {
                removeStray(found);
            }
        }
    }

    /** Opens logs; where a directory of an older topic of the same name is in the way, it is removed first. */
    OpenedLogs open(Collection<LogSpec> specs) {
        OpenedLogs opened = directory.openLogs(specs, clockMs.getAsLong());
        List<LogSpec> blocked = new ArrayList<>();
        for (LogSpec spec : specs) {
            if (opened.failed().get(spec.partition()) instanceof InconsistentTopicIdException) {
                blocked.add(spec);
            }
        }
        if (blocked.isEmpty()) {
            return opened;
        }
        Map<TopicPartition, PartitionOnDisk> found = new HashMap<>();
        directory.partitionsOnDisk().forEach(each -> found.put(each.partition(), each));
        blocked.forEach(spec -> removeStray(found.get(spec.partition())));
        OpenedLogs again = directory.openLogs(blocked, clockMs.getAsLong());
        Map<TopicPartition, PartitionLog> logs = new HashMap<>(opened.logs());
        logs.putAll(again.logs());
        Map<TopicPartition, RuntimeException> failed = new HashMap<>(opened.failed());
        blocked.forEach(spec -> failed.remove(spec.partition()));
        failed.putAll(again.failed());
        return new OpenedLogs(logs, failed);
    }

    private void removeStray(PartitionOnDisk stray) {
        try {
            directory.deleteStray(stray, clockMs.getAsLong() + deleteDelayMs);
            whenFilesDeleted.accept(deleteDelayMs);
            LOG.info(
                    "{} is removed: its topic {} is deleted",
                    stray.directory(),
                    stray.topicId().orElseThrow());
        } catch (KafkaException e) {
            LOG.warn("{} of a deleted topic could not be removed", stray.directory(), e);
        }
    }
}
