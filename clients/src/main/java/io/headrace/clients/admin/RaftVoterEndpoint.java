package io.headrace.clients.admin;

import java.util.Locale;
import java.util.Objects;

/** Where a controller can be reached. Immutable. */
public class RaftVoterEndpoint {

    private final String listener;
    private final String host;
    private final int port;

    /**
     * @param listener the name of the listener, in upper case
     * @param host the host
     * @param port the port
     * @throws IllegalArgumentException when the listener or the host is empty or has blanks around it, or the listener is not in upper case
     */
    public RaftVoterEndpoint(String listener, String host, int port) {
        this.listener = requireUpperCase(requireText("listener", listener));
        this.host = requireText("host", host);
        this.port = port;
    }

    /** The name of the listener, in upper case. */
    public String listener() {
        return listener;
    }

    /** The host. */
    public String host() {
        return host;
    }

    /** The port. */
    public int port() {
        return port;
    }

    /** The name of the listener. */
    @Deprecated
    public String name() {
        return listener;
    }

    private static String requireText(String what, String value) {
        if (value == null || value.isEmpty() || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "The " + what + " of an endpoint must not be null, empty or padded, as '" + value + "' is");
        }
        return value;
    }

    private static String requireUpperCase(String listener) {
        if (!listener.equals(listener.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "The name of a listener must be in upper case, as '" + listener + "' is not");
        }
        return listener;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RaftVoterEndpoint that
                && listener.equals(that.listener)
                && host.equals(that.host)
                && port == that.port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(listener, host, port);
    }

    @Override
    public String toString() {
        return "RaftVoterEndpoint(listener=" + listener + ", host=" + host + ", port=" + port + ")";
    }
}
