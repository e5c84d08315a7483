package io.headrace.cli.cluster;

import io.headrace.cli.NounCommand;
import java.util.List;
import picocli.CommandLine.Command;

/** The commands about a cluster as a whole. */
@Command(name = "cluster", description = "Describes and changes the cluster, its features and its controllers.")
public final class ClusterCommands extends NounCommand {
    public static final List<Class<?>> ALL = List.of(
            ClusterCommands.class,
            DescribeClusterCommand.class,
            DescribeFeaturesCommand.class,
            UpdateFeaturesCommand.class,
            DescribeQuorumCommand.class,
            AddVoterCommand.class,
            RemoveVoterCommand.class);
}
