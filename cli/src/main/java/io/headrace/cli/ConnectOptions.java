package io.headrace.cli;

import io.headrace.clients.CommonClientConfigs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to reach a broker; shared by all commands that are clients. */
public final class ConnectOptions {
    private static final int PROBE_TIMEOUT_MS = 3_000;

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            defaultValue = "${env:HEADRACE_BOOTSTRAP_SERVER:-localhost:9092}",
            description = "A broker to begin with, or several, separated by commas. Default: the variable"
                    + " HEADRACE_BOOTSTRAP_SERVER, or else localhost:9092.")
    private String bootstrapServers;

    @Option(
            names = "--client-config",
            paramLabel = "FILE",
            description = "A file with client settings, key=value in each line.")
    private Path configFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A client setting; may be repeated. Stronger than a file's.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for a broker's answer. Default: ${DEFAULT-VALUE}")
    private int timeoutSeconds;

    /** How long to wait for a broker's answer. */
    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** The settings to make a client with. */
    public Map<String, Object> clientSettings() {
        if (timeoutSeconds <= 0) {
            throw CommandFailure.misuse("--timeout must be larger than 0: " + timeoutSeconds);
        }
        Map<String, Object> all = new HashMap<>();
        all.put(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(timeout().toMillis()));
        if (configFile != null) {
            all.putAll(Settings.ofFile(configFile));
        }
        all.putAll(settings);
        all.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return all;
    }

    /** The settings to make an admin client with: it gives up when this command does. */
    public Map<String, Object> adminSettings() {
        Map<String, Object> all = clientSettings();
        all.putIfAbsent(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(timeout().toMillis()));
        return all;
    }

    /**
     * Makes sure that somebody listens, so that a wrong address is told at once and by name instead of by a timeout.
     *
     * @throws CommandFailure naming every address that was tried, and why it did not do
     */
    public void requireReachable() {
        String servers = String.valueOf(clientSettings().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        List<String> tried = new ArrayList<>();
        for (String server : servers.split(",", -1)) {
            String address = server.trim();
            String refusal = probe(address);
            if (refusal == null) {
                return;
            }
            tried.add(address + " (" + refusal + ")");
        }
        throw CommandFailure.failed("no broker can be reached: tried " + String.join(", ", tried));
    }

    /** Why nobody can be reached at {@code address}; null when somebody listens there. */
    private static String probe(String address) {
        int colon = address.lastIndexOf(':');
        int port = colon < 0 ? -1 : port(address.substring(colon + 1));
        if (colon < 1 || port < 1) {
            throw CommandFailure.misuse("'" + address + "' is no broker's address: it is written host:port");
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        InetSocketAddress target = new InetSocketAddress(host, port);
        if (target.isUnresolved()) {
            return "unknown host";
        }
        try (Socket socket = new Socket()) {
            socket.connect(target, PROBE_TIMEOUT_MS);
            return null;
        } catch (ConnectException e) {
            return "connection refused";
        } catch (SocketTimeoutException e) {
            return "no answer within " + PROBE_TIMEOUT_MS / 1000 + " s";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= 65535 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
