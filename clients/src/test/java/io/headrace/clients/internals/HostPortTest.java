package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortTest {

    @Test
    void everyWayToWriteAnAddress() {
        assertEquals(
                List.of(
                        new HostPort("kafka-1.example.com", 9_092),
                        new HostPort("127.0.0.1", 1),
                        new HostPort("::1", 65_535),
                        new HostPort("fe80::1%eth0", 9_092),
                        new HostPort("broker_7", 9_092)),
                HostPort.parseBootstrapServers(
                        "bootstrap.servers",
                        List.of(
                                "kafka-1.example.com:9092",
                                " 127.0.0.1:1 ",
                                "[::1]:65535",
                                "",
                                "PLAINTEXT://[fe80::1%eth0]:9092",
                                "broker_7:9092")));
        assertEquals("[::1]:9092", new HostPort("::1", 9_092).toString());
        assertEquals("h:9092", new HostPort("h", 9_092).toString());
    }

    @Test
    void anEmptyListIsRefused() {
        for (List<String> entries : List.of(List.<String>of(), List.of("", " "))) {
            ConfigException e = assertThrows(
                    ConfigException.class, () -> HostPort.parseBootstrapServers("bootstrap.servers", entries));
            assertTrue(e.getMessage().contains("at least one host:port is needed"), e.getMessage());
        }
        assertThrows(ConfigException.class, () -> HostPort.parseBootstrapServers("bootstrap.servers", null));
    }
}
