package io.headrace.cli.cluster;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.clients.admin.RaftVoterEndpoint;
import io.headrace.common.Uuid;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a controller a vote. */
@Command(
        name = "add-voter",
        description = {
            "Gives a controller that follows the metadata a vote in who leads.",
            "Only of a cluster whose voters were not fixed in its configuration (controller.quorum.voters)."
        },
        sortOptions = false,
        footer = {"", "Example: headrace cluster add-voter 3 --endpoint CONTROLLER://controller3:9093"})
@Shows(ItemResult.class)
final class AddVoterCommand implements Runnable {
    private static final Pattern ENDPOINT = Pattern.compile("([^:/]+)://(.+):(\\d{1,5})");

    private final Console console;

    @Parameters(paramLabel = "NODE", description = "The id of the controller.")
    private int node;

    @Option(
            names = "--endpoint",
            paramLabel = "LISTENER://HOST:PORT",
            required = true,
            split = ",",
            description = "Where the controller listens; may be repeated.")
    private List<String> endpoints;

    @Option(
            names = "--directory",
            paramLabel = "ID",
            description = "The id of its metadata directory. Default: as headrace cluster quorum shows it")
    private String directory;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    AddVoterCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Set<RaftVoterEndpoint> listeners = new LinkedHashSet<>();
        endpoints.forEach(text -> listeners.add(endpoint(text)));
        Uuid given = directory == null ? null : Voter.directory(directory);
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Uuid id = given;
            if (id == null) {
                QuorumInfo quorum = connect.await(admin.describeMetadataQuorum().quorumInfo());
                id = Voter.directory(quorum, node, quorum.observers());
            }
            changes.await(
                    "voter " + node, admin.addRaftVoter(node, id, listeners).all(), "added");
        }
        changes.conclude();
    }

    private static RaftVoterEndpoint endpoint(String text) {
        Matcher matcher = ENDPOINT.matcher(text);
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(3));
            if (port > 0 && port <= 65535) {
                return new RaftVoterEndpoint(matcher.group(1), matcher.group(2), port);
            }
        }
        throw CommandFailure.misuse("--endpoint '" + text
                + "' is no endpoint: it is written LISTENER://HOST:PORT, with a port from 1 to 65535");
    }
}
