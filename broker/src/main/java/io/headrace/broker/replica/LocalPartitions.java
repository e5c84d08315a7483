package io.headrace.broker.replica;

import io.headrace.broker.loop.Loop;
import io.headrace.broker.loop.Loops;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.config.ConfigResource;
import io.headrace.log.LogConfig;
import io.headrace.log.LogDirectory;
import io.headrace.log.LogSpec;
import io.headrace.log.OpenedLogs;
import io.headrace.log.PartitionLog;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.config.TopicSettings;
import io.headrace.metadata.control.ImageListener;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.image.PartitionImage;
import io.headrace.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out on this broker what the cluster image says: opens the logs of new partitions, places them on loops, and
 * takes deleted ones away. A change is done when every partition of it takes writes, so that nobody is shown one that
 * does not.
 *
 * <p>Owner: the controller's serial executor, which calls {@link #apply}. The table is published as a snapshot for all.
 */
public final class LocalPartitions implements ImageListener {

    private static final Logger LOG = LoggerFactory.getLogger(LocalPartitions.class);

    private final BrokerConfig config;
    private final LogDirectory directory;
    private final LogOpener opener;
    private final DiskPool disk;
    private final Cleaner cleaner;
    private final Loops loops;
    private final LongSupplier clockMs;
    private final LongConsumer whenFilesDeleted;

    /** Whether directories of deleted topics may be there: until the first change, which is what was loaded. */
    private boolean mayHaveStrays = true;

    private volatile PartitionTable table = PartitionTable.EMPTY;

    /** No partitions yet; {@code whenFilesDeleted} hears after how many ms files are to be removed for good. */
    public LocalPartitions(
            BrokerConfig config,
            LogDirectory directory,
            DiskPool disk,
            Cleaner cleaner,
            Loops loops,
            LongSupplier clockMs,
            LongConsumer whenFilesDeleted) {
        this.config = config;
        this.directory = directory;
        this.disk = disk;
        this.cleaner = cleaner;
        this.loops = loops;
        this.clockMs = clockMs;
        this.whenFilesDeleted = whenFilesDeleted;
        this.opener = new LogOpener(directory, clockMs, config.topicDefaults().fileDeleteDelayMs(), whenFilesDeleted);
    }

    /** What this broker serves now. Any thread. */
    public PartitionTable table() {
        return table;
    }

    /** The data directory. Any thread. */
    public LogDirectory directory() {
        return directory;
    }

    /** Where work that blocks on the data directory is done. Any thread. */
    public DiskPool disk() {
        return disk;
    }

    @Override
    public CompletionStage<Void> apply(ImageChange change) {
        CompletionStage<Void> deletions = deletionOf(change.deleted());
        reconfigure(change);
        List<LogSpec> wanted = new ArrayList<>();
        for (TopicImage topic : change.created()) {
            addSpecs(wanted, change.after(), topic, 0);
        }
        for (ImageChange.TopicChange each : change.changed()) {
            addSpecs(
                    wanted,
                    change.after(),
                    each.after(),
                    each.before().partitions().size());
            follow(each.after());
        }
        if (mayHaveStrays) {
            mayHaveStrays = false;
            deletions = deletions.thenRunAsync(() -> opener.removeStrays(change.after()), disk);
        }
        if (wanted.isEmpty()) {
            return deletions;
        }
        return deletions
                .thenApplyAsync(deleted -> opener.open(wanted), disk)
                .thenAccept(opened -> publish(change, wanted, opened));
    }

    private void addSpecs(List<LogSpec> specs, ClusterImage image, TopicImage topic, int firstPartition) {
        LogConfig settings = LogSettings.of(TopicSettings.of(config, image, topic.name()));
        for (int i = firstPartition; i < topic.partitions().size(); i++) {
            specs.add(new LogSpec(new TopicPartition(topic.name(), i), topic.id(), settings));
        }
    }

    /** Runs on a thread of the disk's pool, while the serial executor waits for it: still one change at a time. */
    private void publish(ImageChange change, List<LogSpec> wanted, OpenedLogs opened) {
        for (LogSpec spec : wanted) {
            if (!opened.logs().containsKey(spec.partition())) {
                LOG.error(
                        "partition {} is offline",
                        spec.partition(),
                        opened.failed().get(spec.partition()));
            }
        }
        List<LocalTopic> put = new ArrayList<>();
        for (TopicImage topic : change.created()) {
            put.add(new LocalTopic(
                    topic.name(),
                    topic.id(),
                    lead(change.after(), topic, new Partition[topic.partitions().size()], 0, opened)));
        }
        for (ImageChange.TopicChange each : change.changed()) {
            TopicImage after = each.after();
            int known = each.before().partitions().size();
            if (after.partitions().size() > known) {
                LocalTopic before = table.topic(after.id());
                Partition[] partitions =
                        before.copyOfPartitions(after.partitions().size());
                put.add(before.grownTo(lead(change.after(), after, partitions, known, opened)));
            }
        }
        table = table.with(List.of(), put);
    }

    private Partition[] lead(
            ClusterImage image, TopicImage topic, Partition[] partitions, int first, OpenedLogs opened) {
        int minInsyncReplicas = TopicSettings.of(config, image, topic.name()).minInsyncReplicas();
        for (int i = first; i < partitions.length; i++) {
            PartitionLog log = opened.logs().get(new TopicPartition(topic.name(), i));
            if (log != null) {
                Leadership leadership = leadershipOf(topic.partition(i));
                partitions[i] =
                        new Partition(log, placeOf(topic.id(), i), disk, cleaner, leadership, minInsyncReplicas);
                cleaner.enlist(partitions[i]);
            }
        }
        return partitions;
    }

    /** Neighbouring partitions go to different loops, and the first ones of topics do not all go to the same. */
    private Loop placeOf(Uuid topicId, int partition) {
        return loops.get(Math.floorMod(topicId.hashCode() + partition, loops.size()));
    }

    private static Leadership leadershipOf(PartitionImage partition) {
        return new Leadership(
                partition.leader(), partition.leaderEpoch(), partition.isr().size());
    }

    private void follow(TopicImage topic) {
        LocalTopic local = table.topic(topic.id());
        for (int i = 0; i < local.size(); i++) {
            Partition partition = local.partition(i);
            if (partition != null) {
                Leadership next = leadershipOf(topic.partition(i));
                partition.loop().run(() -> partition.lead(next));
            }
        }
    }

    private void reconfigure(ImageChange change) {
        boolean all = change.configsChanged().stream().anyMatch(r -> r.type() == ConfigResource.Type.BROKER);
        Map<String, LocalTopic> affected = new HashMap<>();
        if (all) {
            table.topics().forEach(topic -> affected.put(topic.name(), topic));
        } else {
            for (ConfigResource resource : change.configsChanged()) {
                LocalTopic topic = table.topic(resource.name());
                if (resource.type() == ConfigResource.Type.TOPIC && topic != null) {
                    affected.put(topic.name(), topic);
                }
            }
        }
        affected.forEach((name, topic) -> {
            TopicSettings settings = TopicSettings.of(config, change.after(), name);
            LogConfig logConfig = LogSettings.of(settings);
            for (Partition partition : topic.served()) {
                partition.loop().run(() -> partition.configure(logConfig, settings.minInsyncReplicas()));
            }
        });
    }

    /** Takes topics out of the table, then ends their partitions on their loops, then renames their directories. */
    private CompletionStage<Void> deletionOf(List<TopicImage> topics) {
        if (topics.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Uuid> ids = new ArrayList<>(topics.size());
        List<Partition> partitions = new ArrayList<>();
        for (TopicImage topic : topics) {
            LocalTopic local = table.topic(topic.id());
            if (local != null) {
                ids.add(topic.id());
                partitions.addAll(local.served());
            }
        }
        table = table.with(ids, List.of());
        CompletableFuture<?>[] ended = new CompletableFuture<?>[loops.size()];
        for (Loop loop : loops.all()) {
            ended[loop.index()] = CompletableFuture.runAsync(
                    () -> partitions.stream().filter(p -> p.loop() == loop).forEach(Partition::delete), loop::enqueue);
        }
        return CompletableFuture.allOf(ended).thenRunAsync(() -> deleteLogs(partitions), disk);
    }

    private void deleteLogs(List<Partition> partitions) {
        long nowMs = clockMs.getAsLong();
        long delayMs = 0;
        // A directory of the same name may be made anew, and a compaction must not write into that.
        cleaner.forget(partitions);
        List<PartitionLog> logs = new ArrayList<>(partitions.size());
        for (Partition partition : partitions) {
            delayMs = Math.max(delayMs, partition.config().fileDeleteDelayMs());
            logs.add(partition.log());
        }
        try {
            directory.deleteLogs(logs, nowMs);
        } catch (KafkaException e) {
            LOG.warn("files of deleted partitions could not be removed", e);
        }
        whenFilesDeleted.accept(delayMs);
    }
}
