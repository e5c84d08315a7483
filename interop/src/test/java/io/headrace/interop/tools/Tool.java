package io.headrace.interop.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.interop.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Exit;

/**
 * One of Apache's command classes, called as its script would call it: in this JVM, loaded anew for each call, and with the
 * streams and the exit of the JVM taken away from it; or in one of its own where it needs that. For one thread at a time.
 */
final class Tool {

    private static final String TOOLS = "org.apache.kafka.tools.";
    private static final List<String> OWN = List.of(TOOLS, "kafka.admin.");

    /** These send or commit what is left when the JVM ends, and so need one of their own. */
    private static final Set<String> FINISH_IN_A_HOOK = Set.of(
            "ConsoleProducer",
            "consumer.ConsoleConsumer",
            "VerifiableProducer",
            "VerifiableConsumer",
            "ProducerPerformance",
            "ConsumerPerformance");

    private static final int CHILD_TIMEOUT_S = 90;

    private Tool() {}

    /** What a command printed, and its exit code. */
    record Output(int code, String out, String err) {

        /** What it printed, if it ended well. */
        String text() {
            if (code != 0) {
                throw new AssertionError("exit code " + code + "\n" + out + "\n" + err);
            }
            return out;
        }

        /** The lines of what it printed, if it ended well, without those that are empty. */
        List<String> lines() {
            return text().lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }

    /** Thrown out of a command that wants to end the JVM. */
    private static final class ExitCalled extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExitCalled() {
            super("exit", null, false, false);
        }
    }

    /** Calls a command of Apache's, named below their package, with the broker's address before its arguments. */
    static Output run(Target target, String command, String... arguments) throws Exception {
        return run(
                "",
                command,
                Stream.concat(Stream.of("--bootstrap-server", target.bootstrapServers()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    /** Calls a command with something on its standard input. */
    static Output run(String input, String command, String... arguments) throws Exception {
        String name = command.startsWith("kafka.") ? command : TOOLS + command;
        return FINISH_IN_A_HOOK.contains(command) ? inChild(input, name, arguments) : here(input, name, arguments);
    }

    private static Output inChild(String input, String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                name));
        command.addAll(List.of(arguments));
        File in = File.createTempFile("tool-", ".in");
        File out = File.createTempFile("tool-", ".out");
        File err = File.createTempFile("tool-", ".err");
        try {
            Files.writeString(in.toPath(), input, UTF_8);
            Process process = new ProcessBuilder(command)
                    .redirectInput(in)
                    .redirectOutput(out)
                    .redirectError(err)
                    .start();
            if (!process.waitFor(CHILD_TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("did not end: " + command + Files.readString(err.toPath(), UTF_8));
            }
            return new Output(
                    process.exitValue(), Files.readString(out.toPath(), UTF_8), Files.readString(err.toPath(), UTF_8));
        } finally {
            for (File file : List.of(in, out, err)) {
                Files.delete(file.toPath());
            }
        }
    }

    private static Output here(String input, String name, String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outBefore = System.out;
        PrintStream errBefore = System.err;
        InputStream inBefore = System.in;
        ClassLoader loaderBefore = Thread.currentThread().getContextClassLoader();
        // The first exit counts: some commands catch what is thrown out of it, and exit once more.
        AtomicReference<Integer> exit = new AtomicReference<>();
        Thread caller = Thread.currentThread();
        Exit.Procedure procedure = (code, message) -> {
            if (Thread.currentThread() == caller) {
                exit.compareAndSet(null, code);
            }
            throw new ExitCalled();
        };
        // For good: threads that a command leaves behind must not end the JVM either.
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        // Not closed: some commands leave threads behind that still load classes.
        @SuppressWarnings("resource")
        ToolLoader loader = new ToolLoader();
        try {
            System.setOut(new PrintStream(out, true, UTF_8));
            System.setErr(new PrintStream(err, true, UTF_8));
            System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            Thread.currentThread().setContextClassLoader(loader);
            loader.loadClass(name).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof ExitCalled)) {
                throw new AssertionError(name + " failed\n" + out.toString(UTF_8) + err.toString(UTF_8), e.getCause());
            }
        } finally {
            Thread.currentThread().setContextClassLoader(loaderBefore);
            System.setOut(outBefore);
            System.setErr(errBefore);
            System.setIn(inBefore);
        }
        return new Output(exit.get() == null ? 0 : exit.get(), out.toString(UTF_8), err.toString(UTF_8));
    }

    private static final class ToolLoader extends URLClassLoader {

        ToolLoader() {
            super(
                    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                            .map(ToolLoader::url)
                            .toArray(URL[]::new),
                    Tool.class.getClassLoader());
        }

        private static URL url(String path) {
            try {
                return Path.of(path).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (OWN.stream().noneMatch(name::startsWith)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
