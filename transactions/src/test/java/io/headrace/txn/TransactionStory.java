package io.headrace.txn;

import io.headrace.common.TopicPartition;
import io.headrace.common.protocol.Errors;

/** What tests of the machine begin with: one machine, two partitions, and short words for producers and answers. */
abstract class TransactionStory {

    static final TopicPartition A = new TopicPartition("a", 0);
    static final TopicPartition B = new TopicPartition("b", 3);

    final Rig rig = new Rig();

    static ProducerAnswer ok(long id, int epoch) {
        return new ProducerAnswer(Errors.NONE, producer(id, epoch));
    }

    static ProducerAnswer refused(Errors error) {
        return new ProducerAnswer(error, ProducerIdentity.NONE);
    }

    static ProducerIdentity producer(long id, int epoch) {
        return new ProducerIdentity(id, (short) epoch);
    }

    /** Initializes an id until its epoch is so high. */
    final void raiseTo(String id, int epoch) {
        while (rig.transaction(id).epoch() < epoch) {
            rig.init(id);
        }
    }
}
