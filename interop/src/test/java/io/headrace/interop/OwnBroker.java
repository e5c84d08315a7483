package io.headrace.interop;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.testsupport.TemporaryDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Headrace's broker on a loopback port, with a data directory that goes with it. */
final class OwnBroker implements AutoCloseable {

    private final HeadraceBroker broker;
    private final Path data;

    private OwnBroker(HeadraceBroker broker, Path data) {
        this.broker = broker;
        this.data = data;
    }

    /** Starts one with these settings. */
    static OwnBroker start(Map<String, String> settings) {
        Path data = TemporaryDirectory.create("headrace-interop-");
        Map<String, String> all = new HashMap<>(settings);
        all.put("listeners", "PLAINTEXT://127.0.0.1:0");
        all.put("log.dirs", data.toString());
        return new OwnBroker(HeadraceBroker.start(all), data);
    }

    int port() {
        return broker.port();
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public void close() {
        broker.close();
        TemporaryDirectory.delete(data);
    }
}
