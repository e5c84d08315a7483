package io.headrace.broker.api;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.coordinator.InternalTopics;
import io.headrace.broker.fetch.FetchSessions;
import io.headrace.broker.loop.Loops;
import io.headrace.broker.replica.LocalPartitions;
import io.headrace.broker.telemetry.ClientTelemetry;
import io.headrace.broker.txn.TransactionCoordinator;
import io.headrace.broker.txn.TransactionGate;
import io.headrace.group.GroupMachine;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.control.ClusterController;
import io.headrace.metadata.control.LiveConfig;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What handlers work with. Immutable; everything in it is thread safe, or of one loop and reached by that loop's index.
 *
 * @param config the settings the broker was started with
 * @param live the settings with what was changed at run time
 * @param loops the event loops
 * @param controller cluster metadata
 * @param partitions what this broker serves
 * @param telemetry metrics of clients
 * @param groups group coordinators
 * @param transactions transaction coordinators
 * @param gates by loop index
 * @param internalTopics what coordinators keep their state in
 * @param producerIds ids for idempotent producers
 * @param fetchSessions by loop index
 * @param admissions by loop index
 * @param clockMs milliseconds since the epoch
 */
public record Services(
        BrokerConfig config,
        LiveConfig live,
        Loops loops,
        ClusterController controller,
        LocalPartitions partitions,
        ClientTelemetry telemetry,
        CoordinatorShards<GroupMachine> groups,
        TransactionCoordinator transactions,
        List<TransactionGate> gates,
        InternalTopics internalTopics,
        ProducerIds producerIds,
        List<FetchSessions> fetchSessions,
        List<Admission> admissions,
        LongSupplier clockMs) {

    /** Copies the lists. */
    public Services {
        gates = List.copyOf(gates);
        fetchSessions = List.copyOf(fetchSessions);
        admissions = List.copyOf(admissions);
    }
}
