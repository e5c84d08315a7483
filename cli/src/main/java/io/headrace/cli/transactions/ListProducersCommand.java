package io.headrace.cli.transactions;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DescribeProducersResult.PartitionProducerState;
import io.headrace.clients.admin.ProducerState;
import io.headrace.common.TopicPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lists the producers that partitions remember. */
@Command(
        name = "producers",
        description = "Lists the producers that partitions remember, with where their open transactions begin.",
        sortOptions = false,
        footer = {"", "Example: headrace transactions producers orders:0"})
@Shows(ListProducersCommand.Producer.class)
final class ListProducersCommand implements Runnable {
    private static final Table<Producer> TABLE = new Table<Producer>()
            .text("TOPIC", Producer::topic)
            .number("PARTITION", Producer::partition)
            .number("PRODUCER ID", Producer::producerId)
            .number("EPOCH", Producer::producerEpoch)
            .number("LAST SEQUENCE", Producer::lastSequence)
            .text("LAST RECORD", each -> each.lastTimestamp() < 0 ? null : Instant.ofEpochMilli(each.lastTimestamp()))
            .number("OPEN SINCE OFFSET", Producer::openSinceOffset)
            .number("COORDINATOR EPOCH", Producer::coordinatorEpoch);

    private final Console console;

    @Parameters(paramLabel = "TOPIC[:N,N]", arity = "1..*", description = "The topics, or some of their partitions.")
    private List<String> topics;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A producer as a partition knows it. */
    record Producer(
            @Means("the topic") String topic,
            @Means("the number of the partition") int partition,
            @Means("the producer's id") long producerId,
            @Means("its epoch") int producerEpoch,
            @Means("the sequence number of its last record") int lastSequence,

            @Means("the time of its last record in milliseconds since 1970")
            long lastTimestamp,

            @Means("the offset where its open transaction begins; null when none is open")
            Long openSinceOffset,

            @Means("the epoch of the coordinator that last wrote for it; null when none did")
            Integer coordinatorEpoch) {}

    ListProducersCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<PartitionChoice> choices = topics.stream()
                .map(topic -> PartitionChoice.parse("TOPIC", topic))
                .toList();
        List<Producer> producers = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionChoice choice : choices) {
                partitions.addAll(TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect));
            }
            Map<TopicPartition, PartitionProducerState> states =
                    connect.await(admin.describeProducers(partitions).all());
            for (TopicPartition partition : partitions) {
                for (ProducerState state : states.get(partition).activeProducers()) {
                    producers.add(producer(partition, state));
                }
            }
        }
        output.list(console, producers, TABLE);
    }

    static Producer producer(TopicPartition partition, ProducerState state) {
        return new Producer(
                partition.topic(),
                partition.partition(),
                state.producerId(),
                state.producerEpoch(),
                state.lastSequence(),
                state.lastTimestamp(),
                state.currentTransactionStartOffset().isPresent()
                        ? state.currentTransactionStartOffset().getAsLong()
                        : null,
                state.coordinatorEpoch().isPresent() ? state.coordinatorEpoch().getAsInt() : null);
    }
}
