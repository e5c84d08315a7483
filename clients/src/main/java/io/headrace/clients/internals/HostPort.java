package io.headrace.clients.internals;

import io.headrace.common.config.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Where a broker listens, as text: a name or a literal address, and a port. */
public record HostPort(String host, int port) {

    private static final int MAX_PORT = 65_535;

    public HostPort {
        Objects.requireNonNull(host, "host");
    }

    /**
     * Reads the value of {@code bootstrap.servers} or its like: {@code host:port}, {@code [ipv6]:port}, each optionally after a
     * listener's {@code NAME://}.
     *
     * @param key the setting, for messages
     * @throws ConfigException if the list is empty, or an entry is not that; names the entry
     */
    public static List<HostPort> parseBootstrapServers(String key, List<String> entries) {
        List<HostPort> parsed = new ArrayList<>();
        for (String entry : entries == null ? List.<String>of() : entries) {
            if (!entry.isBlank()) {
                parsed.add(parse(key, entry.trim()));
            }
        }
        if (parsed.isEmpty()) {
            throw new ConfigException(key, entries, "at least one host:port is needed");
        }
        return parsed;
    }

    private static HostPort parse(String key, String entry) {
        int scheme = entry.indexOf("://");
        String address = scheme < 0 ? entry : entry.substring(scheme + 3);
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            throw invalid(key, entry, "a port is missing: host:port is needed");
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw invalid(key, entry, "an IPv6 address needs brackets: [address]:port");
        }
        if (host.isEmpty() || !host.chars().allMatch(HostPort::isHostCharacter)) {
            throw invalid(key, entry, "the host is empty or has characters that no host name has");
        }
        return new HostPort(host, parsePort(key, entry, address.substring(colon + 1)));
    }

    private static int parsePort(String key, String entry, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, with what is allowed.
        }
        throw invalid(key, entry, "the port must be a number from 1 to " + MAX_PORT);
    }

    private static boolean isHostCharacter(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || "-._:%".indexOf(c) >= 0;
    }

    private static ConfigException invalid(String key, String entry, String why) {
        return new ConfigException(key, entry, why);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
