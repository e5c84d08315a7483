package io.headrace.cli.transactions;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.PartitionChoice;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.AbortTransactionSpec;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ProducerState;
import io.headrace.common.TopicPartition;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Aborts a transaction that hangs. */
@Command(
        name = "abort",
        description = {
            "Aborts a transaction on one partition by force, in its coordinator's place.",
            "For transactions that headrace transactions find-hanging has found, and for no others."
        },
        sortOptions = false,
        footer = {"", "Example: headrace transactions abort orders:0 --start-offset 4711 --yes"})
@Shows(ItemResult.class)
final class AbortTransactionCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "TOPIC:N", description = "The partition.")
    private String partition;

    @Option(
            names = "--start-offset",
            paramLabel = "N",
            required = true,
            description = "The offset where the transaction begins, as find-hanging and producers tell it.")
    private long startOffset;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    AbortTransactionCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        PartitionChoice choice = PartitionChoice.parse("TOPIC:N", partition);
        if (choice.partitions().size() != 1) {
            throw CommandFailure.misuse("'" + partition + "' is not one partition: it is written TOPIC:0");
        }
        confirmation.require(
                console, "abort the transaction that begins at offset " + startOffset + " of " + partition);
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            TopicPartition found = TopicLookup.partitions(admin, choice.topic(), choice.partitions(), connect)
                    .get(0);
            ProducerState producer = producer(admin, found);
            AbortTransactionSpec spec = new AbortTransactionSpec(
                    found,
                    producer.producerId(),
                    (short) producer.producerEpoch(),
                    Math.max(0, producer.coordinatorEpoch().orElse(0)));
            changes.await(found.toString(), admin.abortTransaction(spec).all(), "aborted");
        }
        changes.conclude();
    }

    private ProducerState producer(Admin admin, TopicPartition of) {
        List<ProducerState> producers = connect.await(
                        admin.describeProducers(List.of(of)).partitionResult(of))
                .activeProducers();
        for (ProducerState producer : producers) {
            if (producer.currentTransactionStartOffset().orElse(-1) == startOffset) {
                return producer;
            }
        }
        throw CommandFailure.failed("no open transaction of " + of + " begins at offset " + startOffset
                + "; headrace transactions producers " + partition + " says which are open");
    }
}
