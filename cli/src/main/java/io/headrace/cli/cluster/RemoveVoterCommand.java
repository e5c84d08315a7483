package io.headrace.cli.cluster;

import io.headrace.cli.Changes;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.common.Uuid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a controller's vote away. */
@Command(
        name = "remove-voter",
        description = {
            "Takes a controller's vote away.",
            "Only of a cluster whose voters were not fixed in its configuration (controller.quorum.voters)."
        },
        sortOptions = false,
        footer = {"", "Example: headrace cluster remove-voter 3 --yes"})
@Shows(ItemResult.class)
final class RemoveVoterCommand implements Runnable {
    private final Console console;

    @Parameters(paramLabel = "NODE", description = "The id of the controller.")
    private int node;

    @Option(
            names = "--directory",
            paramLabel = "ID",
            description = "The id of its metadata directory. Default: as headrace cluster quorum shows it")
    private String directory;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    RemoveVoterCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Uuid given = directory == null ? null : Voter.directory(directory);
        confirmation.require(console, "take the vote of the controller " + node + " away");
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Uuid id = given;
            if (id == null) {
                QuorumInfo quorum = connect.await(admin.describeMetadataQuorum().quorumInfo());
                id = Voter.directory(quorum, node, quorum.voters());
            }
            changes.await("voter " + node, admin.removeRaftVoter(node, id).all(), "removed");
        }
        changes.conclude();
    }
}
