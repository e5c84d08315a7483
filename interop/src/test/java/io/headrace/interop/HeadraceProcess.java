package io.headrace.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Headrace broker in a JVM of its own, which can be killed. */
public final class HeadraceProcess implements AutoCloseable {

    private final Process process;
    private final String bootstrapServers;

    private HeadraceProcess(Process process, String bootstrapServers) {
        this.process = process;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker and waits until it listens.
     *
     * @param port 0 for any
     * @param data its data directory, which is kept
     * @param settings more of the broker's settings, each written {@code key=value}
     */
    public static HeadraceProcess start(int port, Path data, String... settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HeadraceMain.class.getName(),
                Integer.toString(port),
                data.toString()));
        command.addAll(List.of(settings));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String address = output.readLine();
        if (address == null) {
            throw new IOException("the broker ended before it said where it listens");
        }
        return new HeadraceProcess(process, address);
    }

    /** Where clients connect first. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The port it listens on. */
    public int port() {
        return Integer.parseInt(bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1));
    }

    /** Ends it with SIGKILL, and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd("SIGKILL");
    }

    /** Ends it with SIGTERM, upon which it closes its broker, and waits until it is gone. */
    public void stop() {
        process.destroy();
        awaitEnd("SIGTERM");
    }

    private void awaitEnd(String signal) {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("still there after " + signal + ": " + process.pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker was ending", e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
