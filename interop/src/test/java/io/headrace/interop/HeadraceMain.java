package io.headrace.interop;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The child process of {@link HeadraceProcess}: a broker that is closed upon SIGTERM, and ends abruptly when its standard
 * input does.
 */
final class HeadraceMain {

    private HeadraceMain() {}

    /** Takes the port, the data directory, and more settings, each written {@code key=value}. */
    public static void main(String[] args) throws IOException {
        Map<String, String> settings =
                new HashMap<>(Map.of("port", args[0], "log.dirs", args[1], "log.segment.bytes", "1048576"));
        for (String setting : List.of(args).subList(2, args.length)) {
            int equals = setting.indexOf('=');
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        HeadraceBroker broker = HeadraceBroker.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "close-broker"));
        System.out.println(broker.bootstrapServers());
        while (System.in.read() >= 0) {
            // Nothing is sent; the end of the stream is the message.
        }
        Runtime.getRuntime().halt(0);
    }
}
