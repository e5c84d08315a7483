package io.headrace.cli.completion;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.GroupListing;
import io.headrace.clients.admin.TransactionListing;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints names, one a line, for the completion scripts. */
@Command(name = "complete", hidden = true, description = "Prints names of a kind; for completion scripts.")
public final class CompleteCommand implements Runnable {
    /** What there are names of. */
    enum Kind {
        topics,
        groups,
        brokers,
        features,
        tokens,
        transactions,
        users,
        profiles
    }

    private final Console console;

    @Parameters(paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}")
    private Kind kind;

    @Mixin
    private ConnectOptions connect;

    CompleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (kind == Kind.profiles) {
            connect.profileNames().forEach(console::println);
            return;
        }
        try (Admin admin = connect.admin()) {
            names(admin).stream().sorted().forEach(console::println);
        }
    }

    private Collection<String> names(Admin admin) {
        return switch (kind) {
            case topics -> connect.await(admin.listTopics().names());
            case groups ->
                connect.await(admin.listGroups().all()).stream()
                        .map(GroupListing::groupId)
                        .toList();
            case brokers ->
                connect.await(admin.describeCluster().nodes()).stream()
                        .map(node -> Integer.toString(node.id()))
                        .toList();
            case features ->
                connect.await(admin.describeFeatures().featureMetadata())
                        .supportedFeatures()
                        .keySet();
            case tokens ->
                connect.await(admin.describeDelegationToken().delegationTokens()).stream()
                        .map(token -> token.tokenInfo().tokenId())
                        .toList();
            case transactions ->
                connect.await(admin.listTransactions().all()).stream()
                        .map(TransactionListing::transactionalId)
                        .toList();
            case users ->
                connect.await(admin.describeUserScramCredentials().all()).keySet();
            case profiles -> List.of();
        };
    }
}
