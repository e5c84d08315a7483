package io.headrace.cli;

import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The {@code headrace} command. Exit codes: {@link ExitCode}. A failure is one line on stderr; {@code --stacktrace} adds the
 * rest.
 */
public final class Headrace {
    private Headrace() {}

    public static void main(String[] args) {
        Logging.configure(args);
        int exitCode = run(Console.ofProcess(), args);
        System.exit(exitCode);
    }

    /** Runs one command on the given console and returns the exit code. */
    public static int run(Console console, String... args) {
        CommandLine commandLine = commandLine(console, args);
        int exitCode = commandLine.execute(args);
        try {
            console.flush();
        } catch (Console.OutputClosedException e) {
            return ExitCode.DONE;
        }
        return exitCode;
    }

    /** The command line with the commands that {@code args} may be about; without any, with all. */
    public static CommandLine commandLine(Console console, String... args) {
        Commands factory = new Commands(console);
        CommandLine commandLine = new CommandLine(RootCommand.class, factory);
        Catalog.addTo(commandLine, factory, args);
        commandLine.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((failure, args1) -> misused(console, failure));
        commandLine.setExecutionExceptionHandler(
                (failure, command, parsed) -> failed(console, command, failure, parsed.originalArgs()));
        return commandLine;
    }

    private static int misused(Console console, ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        console.err()
                .println(command + ": " + oneLine(failure.getMessage()) + suggestion(failure) + " (see " + command
                        + " --help)");
        return ExitCode.MISUSED;
    }

    private static String suggestion(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String word = unmatched.getUnmatched().get(0);
        CommandLine.Model.CommandSpec spec = failure.getCommandLine().getCommandSpec();
        return word.startsWith("-")
                ? Names.hint(word, spec.optionsMap().keySet())
                : Names.hint(word, spec.subcommands().keySet());
    }

    private static int failed(Console console, CommandLine command, Exception failure, List<String> originalArgs) {
        Throwable reason = FailureText.unwrap(failure);
        if (reason instanceof Console.OutputClosedException) {
            return ExitCode.DONE;
        }
        String name = command.getCommandSpec().qualifiedName();
        console.err().println(name + ": " + FailureText.of(reason));
        if (originalArgs.contains("--stacktrace")) {
            reason.printStackTrace(console.err());
        }
        return reason instanceof CommandFailure foreseen ? foreseen.exitCode() : ExitCode.FAILED;
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
