package io.headrace.cli;

import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command that holds the others. Its options count for all of them and are never read here: picocli acts on help and
 * version, {@link Logging} looks for the level before anything is parsed, and {@link Headrace} for the stack trace.
 */
@SuppressWarnings("UnusedVariable")
@Command(
        name = "headrace",
        description = "A broker that speaks the Kafka protocol, and commands to work with one: this or any other.",
        versionProvider = Version.class,
        footerHeading = "%nExit codes: 0 done, 1 failed, 2 the command line makes no sense, 3 partly done.%n",
        sortOptions = false)
final class RootCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Says what a command does, and ends.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Says which version this is, and ends.")
    private boolean version;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "What is logged to stderr: ${COMPLETION-CANDIDATES}. Default: info for a broker, else error.")
    private Logging.Level logLevel;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "After a failure, says where in the program it came from.")
    private boolean stacktrace;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command: "
                        + spec.subcommands().entrySet().stream()
                                .filter(each -> !each.getValue()
                                        .getCommandSpec()
                                        .usageMessage()
                                        .hidden())
                                .map(Map.Entry::getKey)
                                .collect(Collectors.joining(", ")));
    }
}
