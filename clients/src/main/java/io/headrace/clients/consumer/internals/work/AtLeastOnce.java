package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.Consumer;
import io.headrace.clients.consumer.DeadLetters;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.RetriableCommitFailedException;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.WakeupException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits the offsets of what is done, now and then, and before partitions are given up. Whatever is done and not committed
 * when the process dies is seen again. Owner: the polling thread.
 */
final class AtLeastOnce<K, V> implements Settlement<K, V> {

    private static final Logger log = LoggerFactory.getLogger(AtLeastOnce.class);

    private final Consumer<K, V> consumer;
    private final LoopSettings<K, V> settings;
    private final Partitions<K, V> partitions;
    private final Handling.Ends<K, V> ends;
    private final Letters<K, V> letters = new Letters<>();
    private long nextCommitNs;

    /** @param ends told of tasks whose dead letters have arrived, or have not */
    AtLeastOnce(
            Consumer<K, V> consumer,
            LoopSettings<K, V> settings,
            Partitions<K, V> partitions,
            Handling.Ends<K, V> ends) {
        this.consumer = consumer;
        this.settings = settings;
        this.partitions = partitions;
        this.ends = ends;
    }

    @Override
    public void start(BooleanSupplier isStopping) {
        nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public long keptBytes() {
        return 0;
    }

    @Override
    public void done(Task<K, V> task) {
        // Its offset says all there is to say.
    }

    @Override
    public void dead(Task<K, V> task) {
        DeadLetters<K, V> to = settings.deadLetters().orElseThrow();
        try {
            letters.expect(task, task.letters(to));
        } catch (RuntimeException | Error e) {
            ends.broken(task, e);
        }
    }

    @Override
    public void hear() {
        letters.take(ends::done, ends::broken);
    }

    @Override
    public void turn() {
        if (nextCommitNs - System.nanoTime() > 0) {
            return;
        }
        nextCommitNs = System.nanoTime() + settings.commitInterval().toNanos();
        Map<TopicPartition, OffsetAndMetadata> news = news(partitions.all());
        if (!news.isEmpty()) {
            consumer.commitAsync(news, (offsets, failure) -> {
                if (failure != null) {
                    failed(offsets, failure);
                }
            });
        }
    }

    private void failed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        // Members come and go, and coordinators move; what else refuses a commit will refuse the next one.
        if (failure instanceof RetriableCommitFailedException
                || failure instanceof CommitFailedException
                || failure instanceof RetriableException) {
            log.info("committing {} failed; the next commit says as much: {}", offsets, failure.toString());
        } else {
            log.warn("committing {} failed, and as long as it does, records will be seen again", offsets, failure);
        }
        offsets.keySet().forEach(this::forgetSent);
    }

    private void forgetSent(TopicPartition partition) {
        partitions.find(partition).ifPresent(own -> own.sent = CompletedOffsets.NOTHING);
    }

    private Map<TopicPartition, OffsetAndMetadata> news(Collection<PartitionWork<K, V>> of) {
        Map<TopicPartition, OffsetAndMetadata> news = new HashMap<>();
        for (PartitionWork<K, V> own : of) {
            if (own.hasNews()) {
                own.sent = own.offsets.committable();
                news.put(own.partition, new OffsetAndMetadata(own.sent));
            }
        }
        return news;
    }

    /** All that is done, also what an earlier commit has said: that one may have failed. */
    @Override
    public void settle(Collection<PartitionWork<K, V>> gone) {
        gone.forEach(own -> own.sent = CompletedOffsets.NOTHING);
        Map<TopicPartition, OffsetAndMetadata> offsets = news(gone);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            try {
                consumer.commitSync(offsets, settings.closeTimeout());
            } catch (WakeupException e) {
                consumer.commitSync(offsets, settings.closeTimeout());
            }
        } catch (KafkaException e) {
            log.warn("what was done could not be committed, and will be seen again: {}", offsets, e);
        }
    }

    @Override
    public void unsettled(Collection<PartitionWork<K, V>> gone) {
        // Their next owner begins where the last commit says.
    }

    @Override
    public void lost(Collection<PartitionWork<K, V>> gone) {
        // A commit would be refused.
    }
}
