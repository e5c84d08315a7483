package io.headrace.clients.consumer.internals.work;

import io.headrace.clients.producer.Callback;
import io.headrace.clients.producer.Producer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Future;

/** What a task wants sent. Immutable; may be sent again in another transaction. */
@FunctionalInterface
public interface Emission {

    /** What tasks want that send nothing. */
    Emission NOTHING = onSent -> {};

    /**
     * Hands all of it to the producer. Called by the polling thread.
     *
     * @param onSent told of each record what became of it
     * @throws RuntimeException when the producer does not take a record; those before it were taken
     */
    void send(Callback onSent);

    /** These records, by this producer. */
    static <A, B> Emission of(Producer<A, B> producer, Collection<ProducerRecord<A, B>> records) {
        if (records.isEmpty()) {
            return NOTHING;
        }
        List<ProducerRecord<A, B>> all = List.copyOf(records);
        return onSent -> {
            for (ProducerRecord<A, B> record : all) {
                Future<RecordMetadata> unused = producer.send(record, onSent);
            }
        };
    }
}
