package io.headrace.broker.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {

    private static final InetAddress A = address(1);
    private static final InetAddress B = address(2);

    @Test
    void connectionsAreRefusedOverTheTotal() {
        ConnectionLimits limits = new ConnectionLimits(2, 10, Map.of());
        assertNull(limits.refusalOf(A));
        assertNull(limits.refusalOf(B));
        assertEquals("max.connections of 2 is reached", limits.refusalOf(A));
        limits.closed(B);
        assertNull(limits.refusalOf(A));
        assertEquals(2, limits.open());
    }

    @Test
    void connectionsAreRefusedOverTheLimitOfTheirAddress() {
        ConnectionLimits limits = new ConnectionLimits(10, 1, Map.of(B, 2));
        assertNull(limits.refusalOf(A));
        assertEquals("the limit of 1 connections for one address is reached", limits.refusalOf(A));
        assertNull(limits.refusalOf(B));
        assertNull(limits.refusalOf(B));
        assertEquals("the limit of 2 connections for one address is reached", limits.refusalOf(B));
        limits.closed(A);
        assertNull(limits.refusalOf(A));
        assertEquals(3, limits.open());
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
