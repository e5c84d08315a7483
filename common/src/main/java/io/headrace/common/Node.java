package io.headrace.common;

import java.util.Objects;

/** A broker: its id and where a client reaches it. Immutable. */
public class Node {
    private static final Node NO_NODE = new Node(-1, "", -1);

    private final int id;
    private final String idString;
    private final String host;
    private final int port;
    private final String rack;
    private final boolean isFenced;
    private int hash;

    public Node(int id, String host, int port) {
        this(id, host, port, null);
    }

    public Node(int id, String host, int port, String rack) {
        this(id, host, port, rack, false);
    }

    /**
     * A broker.
     *
     * @param isFenced whether the broker is registered but must not serve clients yet
     */
    public Node(int id, String host, int port, String rack, boolean isFenced) {
        this.id = id;
        this.idString = Integer.toString(id);
        this.host = host;
        this.port = port;
        this.rack = rack;
        this.isFenced = isFenced;
    }

    /** Stands for "no such node": id -1, empty host, port -1. */
    public static Node noNode() {
        return NO_NODE;
    }

    /** Whether host or port are missing, as in {@link #noNode()}. */
    public boolean isEmpty() {
        return host == null || host.isEmpty() || port < 0;
    }

    public int id() {
        return id;
    }

    public String idString() {
        return idString;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public boolean hasRack() {
        return rack != null;
    }

    /** The rack, or null if the broker has none. */
    public String rack() {
        return rack;
    }

    public boolean isFenced() {
        return isFenced;
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Objects.hash(host, id, port, rack, isFenced);
            hash = h;
        }
        return h;
    }

    @Override
    public boolean equals(Object o) {
        return this == o
                || (o instanceof Node other
                        && id == other.id
                        && port == other.port
                        && isFenced == other.isFenced
                        && Objects.equals(host, other.host)
                        && Objects.equals(rack, other.rack));
    }

    @Override
    public String toString() {
        return host + ":" + port + " (id: " + idString + " rack: " + rack + " isFenced: " + isFenced + ")";
    }
}
