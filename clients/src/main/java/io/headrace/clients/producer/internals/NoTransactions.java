package io.headrace.clients.producer.internals;

import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import java.util.Map;
import java.util.function.Supplier;

/** A producer without {@code transactional.id}. Stateless. */
final class NoTransactions implements TransactionGuard {

    private static IllegalStateException refused(String call) {
        return new IllegalStateException(call + " needs a transactional.id in the producer's configuration");
    }

    @Override
    public void start(SendLoop loop, Buffers buffers) {
        // Needs neither.
    }

    @Override
    public IdentitySource identities(Supplier<IdentitySource> ofItsOwn) {
        return ofItsOwn.get();
    }

    @Override
    public void initialize() {
        throw refused("initTransactions");
    }

    @Override
    public void begin() {
        throw refused("beginTransaction");
    }

    @Override
    public void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        throw refused("sendOffsetsToTransaction");
    }

    @Override
    public void commit() {
        throw refused("commitTransaction");
    }

    @Override
    public void abort() {
        throw refused("abortTransaction");
    }

    @Override
    public void requireSendable() {
        // Always.
    }

    @Override
    public void recordFailed(RuntimeException failure) {
        // Its sender is told; nothing else depends on it.
    }

    @Override
    public boolean isTransactional() {
        return false;
    }

    @Override
    public String transactionalId() {
        return null;
    }

    @Override
    public boolean writingAddsPartitions() {
        return false;
    }

    @Override
    public RuntimeException refusal() {
        return null;
    }

    @Override
    public boolean isCommitting() {
        return false;
    }

    @Override
    public boolean mayWrite(TopicPartition partition) {
        return true;
    }

    @Override
    public void batchFailed(RuntimeException failure, boolean hadSequence) {
        // Those who sent its records are told; nothing else depends on it.
    }

    @Override
    public void sequencesLost() {
        // The partition goes on under an epoch of its own.
    }

    @Override
    public void delivered() {
        // Nobody waits for the last one.
    }

    @Override
    public void endBeforeClosing(long deadlineNs) {
        // There is nothing to end.
    }

    @Override
    public void close() {
        // Nobody waits.
    }
}
