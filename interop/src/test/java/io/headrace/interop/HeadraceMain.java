package io.headrace.interop;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.util.Map;

/** The child process of {@link HeadraceProcess}: a broker that ends, abruptly, when its standard input does. */
final class HeadraceMain {

    private HeadraceMain() {}

    /** Takes the port and the data directory. */
    public static void main(String[] args) throws IOException {
        HeadraceBroker broker = HeadraceBroker.start(
                Map.of("port", args[0], "log.dirs", args[1], "log.segment.bytes", "1048576"));
        System.out.println(broker.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nothing is sent; the end of the stream is the message.
        }
        Runtime.getRuntime().halt(0);
    }
}
