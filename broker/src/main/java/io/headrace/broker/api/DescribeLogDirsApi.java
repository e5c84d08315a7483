package io.headrace.broker.api;

import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.KafkaException;
import io.headrace.common.protocol.Errors;
import io.headrace.log.LogDirectory;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.DescribeLogDirsRequest;
import io.headrace.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.headrace.protocol.message.DescribeLogDirsResponse;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.headrace.protocol.message.DescribeLogDirsResponse.DescribeLogDirsTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The data directory, how full its disk is, and how large the partitions in it are (KIP-113, KIP-827). */
final class DescribeLogDirsApi extends Api<DescribeLogDirsRequest> {

    private final Services services;

    DescribeLogDirsApi(Services services) {
        super(ApiKey.DESCRIBE_LOG_DIRS, 1, 5);
        this.services = services;
    }

    @Override
    void handle(Call<DescribeLogDirsRequest> call) {
        List<DescribeLogDirsTopic> topics = topics(call.body().topics());
        CompletableFuture<DescribeLogDirsResult> measured = CompletableFuture.supplyAsync(
                () -> measure(services.partitions().directory()),
                services.partitions().disk());
        call.when(measured, (result, failure) -> {
            if (failure == null) {
                call.reply(new DescribeLogDirsResponse().results(List.of(result.topics(topics))));
            } else {
                call.reply(new DescribeLogDirsResponse()
                        .errorCode(Errors.forException(failure).code()));
            }
        });
    }

    private static DescribeLogDirsResult measure(LogDirectory directory) {
        DescribeLogDirsResult result =
                new DescribeLogDirsResult().logDir(directory.path().toString());
        try {
            return result.totalBytes(directory.totalBytes()).usableBytes(directory.usableBytes());
        } catch (KafkaException e) {
            return result.errorCode(Errors.KAFKA_STORAGE_ERROR.code());
        }
    }

    private List<DescribeLogDirsTopic> topics(List<DescribableLogDirTopic> wanted) {
        PartitionTable table = services.partitions().table();
        List<DescribeLogDirsTopic> topics = new ArrayList<>();
        if (wanted == null) {
            for (LocalTopic topic : table.topics()) {
                topics.add(describe(topic.name(), topic.served()));
            }
            return topics;
        }
        for (DescribableLogDirTopic each : wanted) {
            LocalTopic topic = table.topic(each.topic());
            List<Partition> found = new ArrayList<>();
            for (int number : each.partitions()) {
                Partition partition = topic == null ? null : topic.partition(number);
                if (partition != null) {
                    found.add(partition);
                }
            }
            if (!found.isEmpty()) {
                topics.add(describe(each.topic(), found));
            }
        }
        return topics;
    }

    private static DescribeLogDirsTopic describe(String name, List<Partition> partitions) {
        List<DescribeLogDirsPartition> described = new ArrayList<>(partitions.size());
        for (Partition partition : partitions) {
            described.add(new DescribeLogDirsPartition()
                    .partitionIndex(partition.topicPartition().partition())
                    .partitionSize(partition.log().sizeInBytes()));
        }
        return new DescribeLogDirsTopic().name(name).partitions(described);
    }
}
