package io.headrace.cli.broker;

import io.headrace.broker.server.HeadraceBroker;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.cli.Locations;
import io.headrace.cli.Settings;
import io.headrace.metadata.config.BrokerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a broker until the process is told to end. */
@Command(
        name = "broker",
        description = "Runs a broker until it gets SIGTERM or Ctrl-C; then it stops cleanly.",
        sortOptions = false,
        footer = {
            "",
            "Settings have Kafka's names and defaults. The strongest counts: --set, then --port, --host and --data, then"
                    + " --config.",
            "Example: headrace broker --port 9093 --data /var/lib/headrace --set log.retention.hours=24"
        })
public final class BrokerCommand implements Runnable {
    private final Console console;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "The port to listen on; 0 for a free one. Default: 9092")
    private Integer port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The address to listen on; 0.0.0.0 for all of this machine's. Default: localhost, since nobody"
                            + " is asked for a password.")
    private String host;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "The directory for records and metadata; made if it is not there. Default: .headrace/data"
                    + " where Headrace is.")
    private Path data;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "A file with settings, key=value in each line.")
    private Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    BrokerCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        HeadraceBroker broker = HeadraceBroker.start(brokerConfig());
        CountDownLatch stopped = new CountDownLatch(1);
        Thread stopper = new Thread(() -> stopWithProcess(broker, stopped), "headrace-stop");
        Runtime.getRuntime().addShutdownHook(stopper);
        console.println(ready(broker));
        console.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            // Told to end by whoever runs this command inside a process of their own.
            Runtime.getRuntime().removeShutdownHook(stopper);
            broker.close();
        }
    }

    private BrokerConfig brokerConfig() {
        Map<String, String> all = new LinkedHashMap<>();
        if (config != null) {
            all.putAll(Settings.ofFile(config));
        }
        if (port != null || host != null) {
            // A file may say both in one.
            all.remove("listeners");
        }
        if (port != null) {
            all.put("port", port.toString());
        }
        if (host != null) {
            all.put("host", host);
        }
        if (data != null) {
            all.put("log.dirs", data.toString());
        }
        all.putAll(settings);
        if (!all.containsKey("log.dirs") && !all.containsKey("log.dir")) {
            all.put("log.dirs", Locations.dataDirectory().toString());
        }
        BrokerConfig broker = BrokerConfig.of(all);
        for (String name : broker.unknownKeys()) {
            // A file may be one that Apache's broker is run with; what is typed here is meant for this broker.
            if (settings.containsKey(name)) {
                throw CommandFailure.misuse("--set " + name + ": a broker has no such setting");
            }
        }
        return broker;
    }

    private static String ready(HeadraceBroker broker) {
        Instant now = Instant.now();
        Instant began = ProcessHandle.current().info().startInstant().orElse(now);
        return String.format(
                Locale.ROOT,
                "Headrace broker %d listens on %s, %.2f s after it was started; its data is in %s",
                broker.config().nodeId(),
                broker.bootstrapServers(),
                Duration.between(began, now).toMillis() / 1000.0,
                broker.config().logDirs().get(0).toAbsolutePath().normalize());
    }

    /** Runs when the process was told to end. That was expected, so its exit code says that all is well. */
    private void stopWithProcess(HeadraceBroker broker, CountDownLatch stopped) {
        broker.close();
        console.err().println("Headrace broker " + broker.config().nodeId() + " has stopped");
        stopped.countDown();
        Runtime.getRuntime().halt(0);
    }
}
