package io.headrace.broker.api;

import io.headrace.protocol.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All APIs that this broker answers. A new one is a new file in this package and a line in {@link #of}.
 *
 * <p>Immutable.
 */
public final class ApiTable {

    private final Map<ApiKey, Api<?>> apis = new EnumMap<>(ApiKey.class);

    private ApiTable() {}

    /** The table of a broker. */
    public static ApiTable of(Services services) {
        ApiTable table = new ApiTable();
        table.add(new ApiVersionsApi(table));
        table.add(new MetadataApi(services));
        table.add(new DescribeClusterApi(services));
        table.add(new DescribeTopicPartitionsApi(services));
        table.add(new DescribeConfigsApi(services));
        table.add(new IncrementalAlterConfigsApi(services));
        table.add(new AlterConfigsApi(services));
        table.add(new ListConfigResourcesApi(services));
        table.add(new DescribeClientQuotasApi(services));
        table.add(new AlterClientQuotasApi(services));
        if (services.telemetry().isOn()) {
            table.add(new GetTelemetrySubscriptionsApi(services));
            table.add(new PushTelemetryApi(services));
        }
        table.add(new DescribeLogDirsApi(services));
        table.add(new CreateTopicsApi(services));
        table.add(new DeleteTopicsApi(services));
        table.add(new CreatePartitionsApi(services));
        table.add(new InitProducerIdApi(services));
        table.add(new AddPartitionsToTxnApi(services));
        table.add(new AddOffsetsToTxnApi(services));
        table.add(new TxnOffsetCommitApi(services));
        table.add(new EndTxnApi(services));
        table.add(new WriteTxnMarkersApi(services));
        table.add(new DescribeTransactionsApi(services));
        table.add(new ListTransactionsApi(services));
        table.add(new ProduceApi(services));
        table.add(new FetchApi(services));
        table.add(new ListOffsetsApi(services));
        table.add(new OffsetForLeaderEpochApi(services));
        table.add(new DeleteRecordsApi(services));
        table.add(new DescribeProducersApi(services));
        table.add(new FindCoordinatorApi(services));
        table.add(new JoinGroupApi(services));
        table.add(new SyncGroupApi(services));
        table.add(new HeartbeatApi(services));
        table.add(new LeaveGroupApi(services));
        table.add(new OffsetCommitApi(services));
        table.add(new OffsetFetchApi(services));
        table.add(new OffsetDeleteApi(services));
        table.add(new ListGroupsApi(services));
        table.add(new DescribeGroupsApi(services));
        table.add(new DeleteGroupsApi(services));
        table.add(new ConsumerGroupHeartbeatApi(services));
        table.add(new ConsumerGroupDescribeApi(services));
        return table;
    }

    private void add(Api<?> api) {
        apis.put(api.key(), api);
    }

    /** The API of a key, or null. */
    Api<?> get(ApiKey key) {
        return apis.get(key);
    }

    /** All, by key. */
    List<Api<?>> all() {
        return new ArrayList<>(apis.values());
    }
}
