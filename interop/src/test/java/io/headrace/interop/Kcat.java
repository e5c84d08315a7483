package io.headrace.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The {@code kcat} command, which is librdkafka. */
final class Kcat implements RecordClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_S = 60;

    /** Ends the test as skipped, saying so, where there is no {@code kcat}. */
    static Kcat installed() {
        try {
            Process process =
                    new ProcessBuilder("kcat", "-V").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            process.waitFor();
        } catch (IOException e) {
            Assumptions.abort("SKIPPED: kcat is not installed (Debian: apt-get install kcat)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new Kcat();
    }

    /** Runs kcat with {@code arguments} and returns what it printed; fails when it fails. */
    String run(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> all(process.getInputStream()));
        CompletableFuture<String> errors = CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        }
        if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("kcat did not end: " + command + "\n" + errors.join());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("kcat failed: " + command + "\n" + errors.join());
        }
        return output.join();
    }

    /** Starts kcat and lets it run; what it prints is read from the process. */
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("kcat"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String all(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One call of kcat a record, for it has one set of headers a call. Keys and values must not hold tabs or line ends. */
    @Override
    public void write(String bootstrapServers, String topic, String codec, List<PlainRecord> records) throws Exception {
        int from = 0;
        while (from < records.size()) {
            List<String> headers = records.get(from).headers();
            StringBuilder input = new StringBuilder();
            int to = from;
            while (to < records.size() && records.get(to).headers().equals(headers)) {
                PlainRecord record = records.get(to++);
                input.append(record.key() == null ? "" : record.key())
                        .append('\t')
                        .append(record.value() == null ? "" : record.value())
                        .append('\n');
            }
            List<String> arguments = new ArrayList<>(List.of(
                    "-P",
                    "-b",
                    bootstrapServers,
                    "-t",
                    topic,
                    "-p",
                    "0",
                    "-z",
                    codec,
                    "-K",
                    "\t",
                    "-Z",
                    "-X",
                    "acks=all"));
            for (int i = 0; i < headers.size(); i += 2) {
                arguments.add("-H");
                arguments.add(headers.get(i) + "=" + headers.get(i + 1));
            }
            run(input.toString(), arguments.toArray(new String[0]));
            from = to;
        }
    }

    @Override
    public List<PlainRecord> read(String bootstrapServers, String topic, int count) throws Exception {
        String output = run(
                "",
                "-C",
                "-b",
                bootstrapServers,
                "-t",
                topic,
                "-p",
                "0",
                "-o",
                "beginning",
                "-q",
                "-J",
                "-c",
                Integer.toString(count));
        List<PlainRecord> records = new ArrayList<>();
        for (String line : output.lines().toList()) {
            JsonNode json = JSON.readTree(line);
            List<String> headers = new ArrayList<>();
            json.path("headers").forEach(part -> headers.add(part.isNull() ? null : part.asText()));
            records.add(new PlainRecord(
                    json.get("key").isNull() ? null : json.get("key").asText(),
                    json.get("payload").isNull() ? null : json.get("payload").asText(),
                    headers,
                    json.get("ts").asLong()));
        }
        return records;
    }

    @Override
    public String toString() {
        return "kcat";
    }
}
