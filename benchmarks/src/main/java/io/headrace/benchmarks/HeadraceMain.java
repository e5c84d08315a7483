package io.headrace.benchmarks;

import io.headrace.broker.server.HeadraceBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A Headrace broker that says where it listens, and is told what to do by single bytes on its standard input:
 * {@code g} collects garbage and says how much of the heap is used, {@code c} closes the broker and ends. When the input
 * ends, the process ends at once.
 */
final class HeadraceMain {

    private HeadraceMain() {}

    /** Takes the data directory, then settings as {@code key=value}. */
    public static void main(String[] args) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of("port", "0", "log.dirs", args[0]));
        for (int i = 1; i < args.length; i++) {
            settings.put(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i].indexOf('=') + 1));
        }
        HeadraceBroker broker = HeadraceBroker.start(settings);
        System.out.println(broker.bootstrapServers());
        int command;
        while ((command = System.in.read()) >= 0) {
            if (command == 'g') {
                System.gc();
                System.out.println(Runtime.getRuntime().totalMemory()
                        - Runtime.getRuntime().freeMemory());
            } else if (command == 'c') {
                broker.close();
                return;
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
