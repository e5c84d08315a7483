package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.common.config.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BootstrapServersTest {

    private final Map<String, byte[]> names = new HashMap<>();

    private List<HostPort> resolvable(String dnsLookup, String... servers) {
        ClientSettings settings = ClientSettings.from(
                Map.of("bootstrap.servers", List.of(servers), "client.dns.lookup", dnsLookup), "me");
        return BootstrapServers.resolvable(settings, host -> {
            byte[] address = names.get(host);
            if (address == null) {
                throw new UnknownHostException(host);
            }
            return new InetAddress[] {InetAddress.getByAddress(host, address)};
        });
    }

    @Test
    void whatCannotBeResolvedIsLeftOutAndTheRestKeepsItsOrder() {
        names.put("b", new byte[] {10, 0, 0, 2});
        names.put("a", new byte[] {10, 0, 0, 1});
        assertEquals(
                List.of(new HostPort("b", 1), new HostPort("a", 2), new HostPort("b", 3)),
                resolvable("use_all_dns_ips", "b:1", "gone:1", "a:2", "b:3", "b:1"));
    }

    @Test
    void aClientWithoutAServerDoesNotStart() {
        ConfigException refusal =
                assertThrows(ConfigException.class, () -> resolvable("use_all_dns_ips", "gone:1", "lost:2"));
        assertEquals(
                "Invalid value [gone:1, lost:2] for configuration bootstrap.servers: none of these hosts can be resolved",
                refusal.getMessage());
    }

    @Test
    void canonicalNamesTakeThePlaceOfThoseGiven() throws Exception {
        byte[] loopback = {127, 0, 0, 1};
        names.put("a", loopback);
        names.put("alias-of-a", loopback);
        // What that name is depends on the machine.
        String canonical = InetAddress.getByAddress(loopback).getCanonicalHostName();
        assertEquals(
                List.of(new HostPort(canonical, 1)),
                resolvable("resolve_canonical_bootstrap_servers_only", "a:1", "alias-of-a:1"));
    }
}
