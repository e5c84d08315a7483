package io.headrace.metadata.config;

import io.headrace.common.config.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * A listener as {@code listeners} and {@code advertised.listeners} name it.
 *
 * @param host the host name or address; empty for all addresses of the machine
 * @param port the TCP port; 0 for a free one
 */
record ListenerAddress(String host, int port) {
    private static final String PLAINTEXT = "PLAINTEXT";

    /** The one listener that {@code value} names; null when it is empty. */
    static ListenerAddress parse(String key, List<?> value) {
        if (value.isEmpty()) {
            return null;
        }
        if (value.size() > 1) {
            throw new ConfigException(key, value, "only one listener is supported so far");
        }
        String text = String.valueOf(value.get(0));
        int scheme = text.indexOf("://");
        int colon = text.lastIndexOf(':');
        if (scheme < 0 || colon <= scheme) {
            throw new ConfigException(key, text, "a listener is written PLAINTEXT://host:port");
        }
        if (!PLAINTEXT.equals(text.substring(0, scheme).toUpperCase(Locale.ROOT))) {
            throw new ConfigException(key, text, "only PLAINTEXT listeners are supported so far");
        }
        return new ListenerAddress(host(text.substring(scheme + 3, colon)), port(key, text, text.substring(colon + 1)));
    }

    /** Whether it stands for all addresses of the machine, so that nobody can connect to it by that name. */
    boolean isEveryAddress() {
        return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
    }

    /** A name under which others find the host: this machine's own when it stands for all addresses. */
    String reachableHost() {
        if (!isEveryAddress()) {
            return host;
        }
        try {
            return InetAddress.getLocalHost().getCanonicalHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static String host(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        return bracketed ? text.substring(1, text.length() - 1) : text;
    }

    private static int port(String key, String listener, String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new ConfigException(key, listener, "a port is a number from 0 to 65535");
    }
}
