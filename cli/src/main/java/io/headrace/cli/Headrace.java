package io.headrace.cli;

import io.headrace.cli.broker.BrokerCommand;
import io.headrace.cli.quickstart.PrepareCommand;
import io.headrace.cli.quickstart.QuickstartCommand;
import io.headrace.cli.records.ConsumeCommand;
import io.headrace.cli.records.ProduceCommand;
import io.headrace.cli.topics.TopicsCommand;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The {@code headrace} command. Exit codes: 0 done, 1 failed, 2 the command line makes no sense. A failure is one line on
 * stderr; {@code --stacktrace} adds the rest.
 */
public final class Headrace {
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("quickstart", QuickstartCommand.class);
        COMMANDS.put("broker", BrokerCommand.class);
        COMMANDS.put("topics", TopicsCommand.class);
        COMMANDS.put("produce", ProduceCommand.class);
        COMMANDS.put("consume", ConsumeCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("prepare", PrepareCommand.class);
    }

    private Headrace() {}

    public static void main(String[] args) {
        Logging.configure(args);
        int exitCode = run(Console.ofProcess(), args);
        System.exit(exitCode);
    }

    /** Runs one command on the given console and returns the exit code. */
    public static int run(Console console, String... args) {
        CommandLine commandLine = commandLine(console, args.length == 0 ? "" : args[0]);
        int exitCode = commandLine.execute(args);
        try {
            console.flush();
        } catch (Console.OutputClosedException e) {
            return 0;
        }
        return exitCode;
    }

    /** The command line with all commands. */
    static CommandLine commandLine(Console console) {
        return commandLine(console, "");
    }

    /** Only the command that the line begins with, when it is one: making all of them would take longer than most run. */
    private static CommandLine commandLine(Console console, String firstWord) {
        Commands factory = new Commands(console);
        CommandLine commandLine = new CommandLine(RootCommand.class, factory);
        COMMANDS.forEach((name, type) -> {
            if (name.equals(firstWord) || !COMMANDS.containsKey(firstWord)) {
                commandLine.addSubcommand(name, new CommandLine(type, factory));
            }
        });
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((failure, args) -> misused(console, failure));
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> failed(console, command, failure, parsed.originalArgs()));
        return commandLine;
    }

    private static int misused(Console console, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(command + ": " + oneLine(failure.getMessage()) + " (see " + command + " --help)");
        return MISUSED;
    }

    private static int failed(Console console, CommandLine command, Exception failure, List<String> originalArgs) {
        Throwable reason = FailureText.unwrap(failure);
        if (reason instanceof Console.OutputClosedException) {
            return 0;
        }
        String name = command.getCommandSpec().qualifiedName();
        console.err().println(name + ": " + FailureText.of(reason));
        if (originalArgs.contains("--stacktrace")) {
            reason.printStackTrace(console.err());
        }
        return reason instanceof CommandFailure f && f.isMisuse() ? MISUSED : FAILED;
    }

    private static String oneLine(String message) {
        return String.join(" ", Arrays.asList(message.strip().split("\\s*\n\\s*")));
    }

    /** Makes commands, and gives those the console that ask for it. */
    private record Commands(Console console) implements CommandLine.IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Console.class})) {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(console));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
