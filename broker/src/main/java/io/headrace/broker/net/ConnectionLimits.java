package io.headrace.broker.net;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the connections of a broker, overall and per address, and refuses those over the limits
 * ({@code max.connections}, {@code max.connections.per.ip}, {@code max.connections.per.ip.overrides}).
 *
 * <p>Thread safe: its fields are guarded by its monitor.
 */
public final class ConnectionLimits {

    private int maxTotal;
    private int maxPerAddress;
    private Map<InetAddress, Integer> overrides;

    private final Map<InetAddress, Integer> perAddress = new HashMap<>();
    private int total;

    /** Limits; {@code overrides} holds the limit of single addresses. */
    public ConnectionLimits(int maxTotal, int maxPerAddress, Map<InetAddress, Integer> overrides) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
        this.overrides = Map.copyOf(overrides);
    }

    /** Has other limits from now on; connections that there are stay. */
    public synchronized void configure(int newMaxTotal, int newMaxPerAddress, Map<InetAddress, Integer> newOverrides) {
        maxTotal = newMaxTotal;
        maxPerAddress = newMaxPerAddress;
        overrides = Map.copyOf(newOverrides);
    }

    /** Counts a new connection, or says with a text for the log why there may not be another one; null when counted. */
    public synchronized String refusalOf(InetAddress address) {
        if (total >= maxTotal) {
            return "max.connections of " + maxTotal + " is reached";
        }
        int here = perAddress.getOrDefault(address, 0);
        int limit = overrides.getOrDefault(address, maxPerAddress);
        if (here >= limit) {
            return "the limit of " + limit + " connections for one address is reached";
        }
        total++;
        perAddress.put(address, here + 1);
        return null;
    }

    /** Takes back a connection that was counted. */
    public synchronized void closed(InetAddress address) {
        total--;
        perAddress.computeIfPresent(address, (a, n) -> n == 1 ? null : n - 1);
    }

    /** How many connections are counted. */
    public synchronized int open() {
        return total;
    }
}
