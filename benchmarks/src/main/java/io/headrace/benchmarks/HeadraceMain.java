package io.headrace.benchmarks;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.util.Map;

/** A Headrace broker that says where it listens and ends when its standard input does. */
final class HeadraceMain {

    private HeadraceMain() {}

    /** Takes the data directory. */
    public static void main(String[] args) throws IOException {
        HeadraceBroker broker = HeadraceBroker.start(Map.of("port", "0", "log.dirs", args[0]));
        System.out.println(broker.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nothing is sent; the end of the stream is the message.
        }
        Runtime.getRuntime().halt(0);
    }
}
