package io.headrace.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.apache.kafka.server.telemetry.ClientTelemetry;
import org.apache.kafka.server.telemetry.ClientTelemetryReceiver;

/**
 * Has Apache's broker take clients' metrics, and puts each push into a file of the directory that the setting
 * {@code telemetry.test.directory} names: {@code <client id>-<number>[-last]}.
 */
@SuppressWarnings({"deprecation", "removal"}) // What plug-ins of the versions before use, too.
public class TelemetryPlugin implements MetricsReporter, ClientTelemetry {

    static final String DIRECTORY = "telemetry.test.directory";

    private final AtomicInteger number = new AtomicInteger();
    private Path directory;

    @Override
    public void configure(Map<String, ?> configs) {
        directory = Path.of(configs.get(DIRECTORY).toString());
    }

    @Override
    public ClientTelemetryReceiver clientReceiver() {
        return (context, payload) -> write(
                directory,
                payload.clientInstanceId() + "-" + number.incrementAndGet(),
                payload.isTerminating(),
                payload.data());
    }

    static void write(Path directory, String name, boolean isLast, ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        try {
            Path made = Files.write(directory.resolve(name + ".tmp"), bytes, StandardOpenOption.CREATE_NEW);
            Files.move(made, directory.resolve(name + (isLast ? "-last" : "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {}
}
