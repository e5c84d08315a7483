package io.headrace.cli;

import io.headrace.cli.acls.AclsCommands;
import io.headrace.cli.bench.BenchCommands;
import io.headrace.cli.broker.BrokerCommand;
import io.headrace.cli.brokers.BrokersCommands;
import io.headrace.cli.cluster.ClusterCommands;
import io.headrace.cli.completion.CompleteCommand;
import io.headrace.cli.completion.CompletionCommand;
import io.headrace.cli.configs.ConfigsCommands;
import io.headrace.cli.groups.GroupsCommands;
import io.headrace.cli.logdirs.LogDirsCommands;
import io.headrace.cli.offsets.OffsetsCommands;
import io.headrace.cli.quickstart.PrepareCommand;
import io.headrace.cli.quickstart.QuickstartCommand;
import io.headrace.cli.quotas.QuotasCommands;
import io.headrace.cli.records.ConsumeCommand;
import io.headrace.cli.records.ProduceCommand;
import io.headrace.cli.records.RecordsCommands;
import io.headrace.cli.reference.ReferenceCommand;
import io.headrace.cli.spec.ApplyCommand;
import io.headrace.cli.spec.ExportCommand;
import io.headrace.cli.spec.PlanCommand;
import io.headrace.cli.spec.SpecCommands;
import io.headrace.cli.tokens.TokensCommands;
import io.headrace.cli.topics.TopicsCommands;
import io.headrace.cli.transactions.TransactionsCommands;
import io.headrace.cli.users.UsersCommands;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands: a word of its own, or a noun and its verbs. */
final class Catalog {
    /** In the order in which the help lists them. */
    private static final List<String> NAMES = List.of(
            "quickstart",
            "broker",
            "topics",
            "configs",
            "groups",
            "produce",
            "consume",
            "records",
            "offsets",
            "transactions",
            "acls",
            "users",
            "tokens",
            "quotas",
            "plan",
            "apply",
            "export",
            "spec",
            "cluster",
            "brokers",
            "logdirs",
            "bench",
            "completion",
            "complete",
            "reference",
            "prepare");

    private Catalog() {}

    /** The command's own class, and those of its verbs. */
    private static List<Class<?>> classes(String name) {
        // Not a map: of the classes, only those of one command are loaded.
        return switch (name) {
            case "quickstart" -> List.of(QuickstartCommand.class);
            case "broker" -> List.of(BrokerCommand.class);
            case "topics" -> TopicsCommands.ALL;
            case "configs" -> ConfigsCommands.ALL;
            case "groups" -> GroupsCommands.ALL;
            case "produce" -> List.of(ProduceCommand.class);
            case "consume" -> List.of(ConsumeCommand.class);
            case "records" -> RecordsCommands.ALL;
            case "offsets" -> OffsetsCommands.ALL;
            case "transactions" -> TransactionsCommands.ALL;
            case "acls" -> AclsCommands.ALL;
            case "users" -> UsersCommands.ALL;
            case "tokens" -> TokensCommands.ALL;
            case "quotas" -> QuotasCommands.ALL;
            case "cluster" -> ClusterCommands.ALL;
            case "brokers" -> BrokersCommands.ALL;
            case "logdirs" -> LogDirsCommands.ALL;
            case "bench" -> BenchCommands.ALL;
            case "complete" -> List.of(CompleteCommand.class);
            case "reference" -> List.of(ReferenceCommand.class);
            case "plan" -> List.of(PlanCommand.class);
            case "apply" -> List.of(ApplyCommand.class);
            case "export" -> List.of(ExportCommand.class);
            case "spec" -> SpecCommands.ALL;
            case "completion" -> List.of(CompletionCommand.class);
            case "prepare" -> List.of(PrepareCommand.class);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * Adds the commands that a line may be about. When it begins with a command, only that one, and of its verbs only the
     * one that follows: to make all of them takes longer than most run.
     */
    static void addTo(CommandLine root, CommandLine.IFactory factory, String... args) {
        String first = args.length > 0 ? args[0] : "";
        String second = args.length > 1 ? args[1] : "";
        for (String name : NAMES.contains(first) ? List.of(first) : NAMES) {
            List<Class<?>> classes = classes(name);
            CommandLine command = new CommandLine(classes.get(0), factory);
            List<Class<?>> verbs = classes.subList(1, classes.size());
            boolean chosen = verbs.stream().anyMatch(verb -> word(verb).equals(second));
            for (Class<?> verb : verbs) {
                if (!chosen || word(verb).equals(second)) {
                    command.addSubcommand(word(verb), new CommandLine(verb, factory));
                }
            }
            root.addSubcommand(name, command);
        }
    }

    private static String word(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }
}
