package io.headrace.broker.metrics;

import io.headrace.broker.TestBroker;
import java.nio.file.Path;

/** A broker that is started and closed again, for a test that looks what that loads. */
public final class StartAndStop {

    private StartAndStop() {}

    public static void main(String[] args) {
        TestBroker.start(Path.of(args[0])).close();
    }
}
