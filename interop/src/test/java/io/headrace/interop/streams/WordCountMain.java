package io.headrace.interop.streams;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;

/** The child process of {@link WordCountTest}: counts words until it is killed, or its standard input ends. */
final class WordCountMain {

    private WordCountMain() {}

    /** Takes the broker, the application's id, the topics read and written, the guarantee, and the state directory. */
    public static void main(String[] args) throws IOException {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream(args[2])
                .selectKey((key, word) -> word.toLowerCase(Locale.ROOT))
                .groupByKey(Grouped.as("words"))
                .count(Materialized.as("counts"))
                .toStream()
                .to(args[3], Produced.with(Serdes.String(), Serdes.Long()));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "bootstrap.servers",
                args[0],
                "application.id",
                args[1],
                "processing.guarantee",
                args[4],
                "state.dir",
                args[5],
                "default.key.serde",
                Serdes.StringSerde.class.getName(),
                "default.value.serde",
                Serdes.StringSerde.class.getName(),
                "statestore.cache.max.bytes",
                "0",
                "commit.interval.ms",
                "100"));
        settings.putAll(Map.of(
                "consumer.session.timeout.ms", "3000",
                "consumer.heartbeat.interval.ms", "200",
                "producer.transaction.timeout.ms", "5000"));
        KafkaStreams streams = new KafkaStreams(builder.build(), settings);
        streams.start();
        while (System.in.read() >= 0) {
            // Nothing is sent; the end of the stream is the message.
        }
        streams.close();
    }
}
