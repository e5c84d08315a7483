package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;

import io.headrace.clients.consumer.ConsumerRecord;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.header.Header;
import io.headrace.common.serialization.ByteArrayDeserializer;
import io.headrace.common.serialization.ByteArraySerializer;
import io.headrace.interop.RecordClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The Java producer and consumer. */
public final class JavaRecordClient implements RecordClient {

    @Override
    public void write(String bootstrapServers, String topic, String codec, List<PlainRecord> records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", codec),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (PlainRecord plain : records) {
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(topic, 0, plain.timestamp(), bytes(plain.key()), bytes(plain.value()));
                for (int i = 0; i < plain.headers().size(); i += 2) {
                    record.headers()
                            .add(plain.headers().get(i), bytes(plain.headers().get(i + 1)));
                }
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(30, TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public List<PlainRecord> read(String bootstrapServers, String topic, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<PlainRecord> plain = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : Contract.read(consumer, count)) {
                List<String> headers = new ArrayList<>();
                for (Header header : record.headers()) {
                    headers.add(header.key());
                    headers.add(text(header.value()));
                }
                plain.add(new PlainRecord(text(record.key()), text(record.value()), headers, record.timestamp()));
            }
            return plain;
        }
    }

    @Override
    public String toString() {
        return "Java client of " + KafkaProducer.class.getPackageName();
    }
}
