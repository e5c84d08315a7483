package io.headrace.broker.metrics;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.loop.Loop;
import io.headrace.broker.meter.LoopMeter;
import io.headrace.broker.meter.MeterReading;
import io.headrace.broker.net.LoopConnections;
import io.headrace.broker.quota.ClientQuotas;
import io.headrace.broker.quota.QuotaType;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.Partition;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.broker.telemetry.ClientTelemetry;
import io.headrace.group.GroupMachine;
import io.headrace.log.LogView;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the broker's metrics when they are asked for. Waits for the loops, so it is not to be called by one of them.
 *
 * <p>Thread safe: it holds nothing that changes.
 */
public final class BrokerCollector implements MultiCollector {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCollector.class);

    private static final long PATIENCE_MS = 10_000;
    private static final long NO_OFFSET = -1;

    private final List<LoopMeter> meters;
    private final List<LoopConnections> connections;
    private final LocalPartitions partitions;
    private final ClientQuotas quotas;
    private final ClientTelemetry telemetry;
    private final GroupFacts groups;

    /**
     * What is collected from.
     *
     * @param meters by loop index
     * @param connections by loop index
     */
    public BrokerCollector(
            List<LoopMeter> meters,
            List<LoopConnections> connections,
            LocalPartitions partitions,
            ClientQuotas quotas,
            ClientTelemetry telemetry,
            CoordinatorShards<GroupMachine> groups) {
        this.meters = List.copyOf(meters);
        this.connections = List.copyOf(connections);
        this.partitions = partitions;
        this.quotas = quotas;
        this.telemetry = telemetry;
        this.groups = new GroupFacts(groups);
    }

    /** What one loop says. */
    private record LoopFacts(
            MeterReading meter,
            int connections,
            int unanswered,
            Map<Integer, Integer> waiting,
            long acknowledgements) {}

    @Override
    public MetricSnapshots collect() {
        PartitionTable table = partitions.table();
        Scrape scrape = new Scrape();
        List<CompletableFuture<LoopFacts>> facts = new ArrayList<>();
        for (LoopConnections each : connections) {
            facts.add(on(each.loop(), () -> factsOf(each, table)));
        }
        CompletableFuture<List<GroupFacts.Group>> groupFacts = groups.all();
        addLoops(scrape, facts);
        addPartitions(scrape, table);
        List<GroupFacts.Group> known = await(groupFacts);
        if (known != null) {
            addGroups(scrape, table, known);
        }
        for (QuotaType type : QuotaType.values()) {
            scrape.add(
                    Family.THROTTLED, quotas.throttledCount(type), type.name().toLowerCase(Locale.ROOT));
        }
        scrape.add(Family.TELEMETRY_PUSHES, telemetry.pushes());
        scrape.add(Family.TELEMETRY_BYTES, telemetry.pushedBytes());
        scrape.add(Family.TELEMETRY_CLIENTS, telemetry.clients());
        return scrape.result();
    }

    private static <T> CompletableFuture<T> on(Loop loop, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean taken = loop.offer(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        if (!taken) {
            answer.complete(null);
        }
        return answer;
    }

    /** Null when the answer does not come; what is asked for then is missing from the scrape. */
    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("a scrape of metrics is incomplete", e);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private LoopFacts factsOf(LoopConnections each, PartitionTable table) {
        long acknowledgements = 0;
        for (LocalTopic topic : table.topics()) {
            for (Partition partition : topic.served()) {
                if (partition.loop() == each.loop()) {
                    acknowledgements += partition.waitingAcknowledgements();
                }
            }
        }
        Map<Integer, Integer> waiting = new HashMap<>();
        each.countWaiting(waiting);
        return new LoopFacts(
                meters.get(each.loop().index()).read(topic -> table.topic(topic) != null),
                each.size(),
                each.unanswered(),
                waiting,
                acknowledgements);
    }

    private static void addLoops(Scrape scrape, List<CompletableFuture<LoopFacts>> facts) {
        MeterReading sum = MeterReading.NOTHING;
        Map<Integer, Integer> waiting = new HashMap<>();
        long connections = 0;
        long unanswered = 0;
        long acknowledgements = 0;
        for (CompletableFuture<LoopFacts> each : facts) {
            LoopFacts loop = await(each);
            if (loop == null) {
                continue;
            }
            sum = sum.plus(loop.meter());
            loop.waiting().forEach((api, count) -> waiting.merge(api, count, Integer::sum));
            connections += loop.connections();
            unanswered += loop.unanswered();
            acknowledgements += loop.acknowledgements();
        }
        sum.apis().forEach((id, count) -> {
            String api = nameOf(id);
            scrape.add(Family.REQUESTS, count.requests(), api);
            scrape.add(Family.ERRORS, count.errors(), api);
            scrape.add(Family.REQUEST_BYTES, count.requestBytes(), api);
            scrape.add(Family.RESPONSE_BYTES, count.responseBytes(), api);
            scrape.addDurations(api, count);
        });
        sum.topics().forEach((topic, count) -> {
            scrape.add(Family.BYTES_IN, count.bytesIn(), topic);
            scrape.add(Family.RECORDS_IN, count.recordsIn(), topic);
            scrape.add(Family.BYTES_OUT, count.bytesOut(), topic);
        });
        waiting.forEach((id, count) -> scrape.add(Family.WAITING_REQUESTS, count, nameOf(id)));
        scrape.add(Family.CONNECTIONS, connections);
        scrape.add(Family.UNANSWERED, unanswered);
        scrape.add(Family.WAITING_PRODUCES, acknowledgements);
    }

    /** As Kafka writes it: Produce, OffsetFetch. */
    private static String nameOf(int apiId) {
        StringBuilder name = new StringBuilder();
        for (String word : ApiKey.forId(apiId).name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }

    private static void addPartitions(Scrape scrape, PartitionTable table) {
        int served = 0;
        int offline = 0;
        for (LocalTopic topic : table.topics()) {
            for (int i = 0; i < topic.size(); i++) {
                Partition partition = topic.partition(i);
                if (partition == null) {
                    offline++;
                    continue;
                }
                served++;
                LogView view = partition.view();
                String number = Integer.toString(i);
                scrape.add(Family.LOG_SIZE, view.sizeInBytes(), topic.name(), number);
                scrape.add(Family.LOG_START, view.logStartOffset(), topic.name(), number);
                scrape.add(Family.LOG_END, view.logEndOffset(), topic.name(), number);
            }
        }
        scrape.add(Family.TOPICS, table.topics().size());
        scrape.add(Family.PARTITIONS, served);
        scrape.add(Family.OFFLINE, offline);
    }

    private static void addGroups(Scrape scrape, PartitionTable table, List<GroupFacts.Group> groups) {
        Map<List<String>, Integer> byKind = new HashMap<>();
        for (GroupFacts.Group group : groups) {
            String id = group.listed().groupId();
            byKind.merge(List.of(group.listed().groupType(), group.listed().groupState()), 1, Integer::sum);
            scrape.add(Family.MEMBERS, group.members(), id);
            for (OffsetFetchResponseTopics topic : group.offsets().topics()) {
                LocalTopic local = table.topic(topic.name());
                for (OffsetFetchResponsePartitions each : topic.partitions()) {
                    if (each.committedOffset() == NO_OFFSET || each.errorCode() != 0) {
                        continue;
                    }
                    String number = Integer.toString(each.partitionIndex());
                    scrape.add(Family.COMMITTED, each.committedOffset(), id, topic.name(), number);
                    Partition partition = local == null ? null : local.partition(each.partitionIndex());
                    if (partition != null) {
                        long lag = Math.max(0, partition.highWatermark() - each.committedOffset());
                        scrape.add(Family.LAG, lag, id, topic.name(), number);
                    }
                }
            }
        }
        byKind.forEach((kind, count) -> scrape.add(Family.GROUPS, count, kind.get(0), kind.get(1)));
    }
}
