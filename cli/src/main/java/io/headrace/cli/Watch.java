package io.headrace.cli;

import picocli.CommandLine.Option;

/** Shows something again and again; shared by all commands that describe. */
public final class Watch {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Option(
            names = {"-w", "--watch"},
            paramLabel = "SECONDS",
            arity = "0..1",
            fallbackValue = "2",
            description = "Shows it again every so many seconds (2 if not said), until Ctrl-C.")
    private Double seconds;

    @Option(names = "--times", paramLabel = "N", description = "With --watch: ends after showing it so often.")
    private Integer times;

    /** Shows it once, or as often as asked. On a terminal each takes the place of the one before. */
    public void run(Console console, Runnable show) {
        if (seconds == null && times != null) {
            throw CommandFailure.misuse("--times says how often to show it with --watch, which is missing");
        }
        if ((seconds != null && !(seconds > 0)) || (times != null && times <= 0)) {
            throw CommandFailure.misuse("--watch and --times must be larger than 0");
        }
        boolean clears = seconds != null && console.terminal().columns() > 0;
        int left = seconds == null ? 1 : times == null ? Integer.MAX_VALUE : times;
        while (left > 0) {
            if (clears) {
                console.print(CLEAR);
            }
            show.run();
            console.flush();
            left--;
            if (left > 0 && !pause()) {
                return;
            }
        }
    }

    /** False when whoever runs the command in a process of their own ends it. */
    private boolean pause() {
        try {
            Thread.sleep((long) (seconds * 1000));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
