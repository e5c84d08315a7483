package io.headrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A workload in a JVM of its own, with the client of one maker. */
final class ClientProcess implements AutoCloseable {

    private final WorkloadSpec spec;
    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;

    private ClientProcess(WorkloadSpec spec, Process process) {
        this.spec = spec;
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static ClientProcess start(String maker, WorkloadSpec spec) throws IOException {
        String main = switch (maker) {
            case "apache" -> "io.headrace.benchmarks.apacheworkload.WorkloadMain";
            case "headrace" -> "io.headrace.benchmarks.workload.WorkloadMain";
            default -> throw new IllegalArgumentException("no client of maker '" + maker + "'");
        };
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(List.of(System.getProperty("client.jvm.args", "").split(" ", 0)).stream()
                .filter(argument -> !argument.isBlank())
                .map(argument -> argument.replace("MAKER", maker))
                .toList());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(spec.toArguments());
        return new ClientProcess(
                spec,
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
    }

    /** What a workload says that reads when it is told to. */
    Window read(Duration atLeast) throws IOException {
        input.println(atLeast.toMillis());
        return window();
    }

    /** What the workload says next. */
    Window window() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Window parsed = Window.parse(line);
            if (parsed != null) {
                return parsed;
            }
            System.out.println(line);
        }
        throw new IOException("the workload ended: " + spec);
    }

    /** Waits for the process to end, as it does when there is no more input. */
    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the workload failed: " + spec);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
