package io.headrace.interop.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker of Kafka Connect in distributed mode, in a process of its own, spoken to by its REST interface. */
final class ConnectWorker implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String address;
    private final Path output;

    /** An answer of the worker. */
    record Answer(int status, JsonNode body) {
        boolean isGood() {
            return status / 100 == 2;
        }
    }

    /**
     * Starts a worker; it takes requests some time later.
     *
     * @param cluster names its group and its three topics
     */
    ConnectWorker(String broker, String cluster, Path directory) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        address = "http://127.0.0.1:" + port;
        Map<String, String> settings = Map.ofEntries(
                Map.entry("bootstrap.servers", broker),
                Map.entry("group.id", cluster),
                Map.entry("listeners", address),
                Map.entry("config.storage.topic", cluster + "-configs"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.topic", cluster + "-offsets"),
                Map.entry("offset.storage.partitions", "3"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("status.storage.topic", cluster + "-status"),
                Map.entry("status.storage.partitions", "2"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.storage.StringConverter"),
                // Config, fencing of former workers, and what sources write: by transactional producers.
                Map.entry("exactly.once.source.support", "enabled"),
                Map.entry("plugin.discovery", "service_load"),
                Map.entry("offset.flush.interval.ms", "500"),
                Map.entry("session.timeout.ms", "6000"),
                Map.entry("heartbeat.interval.ms", "500"),
                // What a worker had that was killed goes to the next one at once.
                Map.entry("scheduled.rebalance.max.delay.ms", "0"));
        Path file = directory.resolve("worker-" + port + ".properties");
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add(name + "=" + value));
        Files.write(file, lines);
        output = directory.resolve("worker-" + port + ".log");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.kafka.connect.cli.ConnectDistributed",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** Sends a request, again and again until it is answered well: a worker is busy while it joins its group. */
    JsonNode ask(String method, String path, Map<String, String> body) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        String last = "no answer";
        while (System.nanoTime() - deadlineNs < 0 && process.isAlive()) {
            try {
                Answer answer = send(method, path, body);
                if (answer.isGood()) {
                    return answer.body();
                }
                last = answer.toString();
            } catch (ConnectException e) {
                last = e.toString();
            }
            Thread.sleep(100);
        }
        throw new AssertionError(method + " " + path + ": " + last + "\n" + Files.readString(output, UTF_8));
    }

    private Answer send(String method, String path, Map<String, String> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString(UTF_8));
        return new Answer(
                response.statusCode(), response.body().isEmpty() ? JSON.nullNode() : JSON.readTree(response.body()));
    }

    /** Waits until a connector and its one task have a state, such as RUNNING. */
    void awaitState(String connector, String state) throws Exception {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        JsonNode status = null;
        while (System.nanoTime() - deadlineNs < 0) {
            status = ask("GET", "/connectors/" + connector + "/status", null);
            JsonNode tasks = status.path("tasks");
            boolean stopped = state.equals("STOPPED") && tasks.isEmpty();
            boolean same =
                    tasks.size() == 1 && tasks.get(0).path("state").asText().equals(state);
            if (status.path("connector").path("state").asText().equals(state) && (stopped || same)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError(connector + " is " + status + "\n" + Files.readString(output, UTF_8));
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
