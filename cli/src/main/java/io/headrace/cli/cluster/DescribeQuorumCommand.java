package io.headrace.cli.cluster;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.common.Uuid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Describes the controllers of a KRaft cluster. */
@Command(
        name = "quorum",
        description = "Describes the nodes that keep the cluster's metadata: who leads, and how far the others are.",
        sortOptions = false)
@Shows(DescribeQuorumCommand.Replica.class)
final class DescribeQuorumCommand implements Runnable {
    private static final Table<Replica> TABLE = new Table<Replica>()
            .number("NODE", Replica::node)
            .text("ROLE", Replica::role)
            .number("END", Replica::endOffset)
            .number("LAG", Replica::lag)
            .text("DIRECTORY", Replica::directory);

    private final Console console;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A node. */
    record Replica(
            @Means("its id") int node,
            @Means("leader, voter or observer") String role,

            @Means("the offset that its next metadata record gets; -1 when it is not known")
            long endOffset,

            @Means("how many records it is behind the leader")
            long lag,

            @Means("the id of the directory that it keeps the metadata in; null when the cluster does not know")
            String directory) {}

    DescribeQuorumCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, replicas(admin), TABLE));
        }
    }

    private List<Replica> replicas(Admin admin) {
        QuorumInfo quorum = connect.await(admin.describeMetadataQuorum().quorumInfo());
        long end = quorum.voters().stream()
                .filter(voter -> voter.replicaId() == quorum.leaderId())
                .mapToLong(QuorumInfo.ReplicaState::logEndOffset)
                .findFirst()
                .orElse(quorum.highWatermark());
        List<Replica> replicas = new ArrayList<>();
        quorum.voters()
                .forEach(voter ->
                        replicas.add(replica(voter, voter.replicaId() == quorum.leaderId() ? "leader" : "voter", end)));
        quorum.observers().forEach(observer -> replicas.add(replica(observer, "observer", end)));
        replicas.sort(Comparator.comparing(Replica::node));
        return replicas;
    }

    private static Replica replica(QuorumInfo.ReplicaState state, String role, long end) {
        Uuid directory = state.replicaDirectoryId();
        return new Replica(
                state.replicaId(),
                role,
                state.logEndOffset(),
                Math.max(0, end - state.logEndOffset()),
                directory == null || directory.equals(Uuid.ZERO_UUID) ? null : directory.toString());
    }
}
