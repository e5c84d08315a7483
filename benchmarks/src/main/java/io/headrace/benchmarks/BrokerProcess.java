package io.headrace.benchmarks;

import io.headrace.testsupport.ApacheKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A broker in a JVM of its own, Headrace's or Apache's, with the same memory. */
interface BrokerProcess extends AutoCloseable {

    String MEMORY = "-Xmx1g";

    String bootstrapServers();

    long pid();

    @Override
    void close();

    static BrokerProcess start(String maker) throws IOException {
        return start(maker, Map.of());
    }

    /**
     * Starts a broker.
     *
     * @param settings of the broker, by Kafka's names
     */
    static BrokerProcess start(String maker, Map<String, String> settings) throws IOException {
        return switch (maker) {
            case "apache" -> apache(settings);
            case "headrace" -> headrace(settings);
            default -> throw new IllegalArgumentException("no broker of maker '" + maker + "': apache or headrace");
        };
    }

    private static BrokerProcess apache(Map<String, String> settings) {
        ApacheKafka broker = ApacheKafka.start(settings, MEMORY);
        return new BrokerProcess() {
            @Override
            public String bootstrapServers() {
                return broker.bootstrapServers();
            }

            @Override
            public long pid() {
                return broker.pid();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    private static BrokerProcess headrace(Map<String, String> settings) throws IOException {
        Path data = Files.createTempDirectory("headrace-bench-");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                MEMORY,
                "-cp",
                System.getProperty("java.class.path"),
                HeadraceMain.class.getName(),
                data.toString()));
        settings.forEach((key, value) -> command.add(key + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String address = output.readLine();
        if (address == null) {
            throw new IOException("the broker ended before it said where it listens");
        }
        return new BrokerProcess() {
            @Override
            public String bootstrapServers() {
                return address;
            }

            @Override
            public long pid() {
                return process.pid();
            }

            @Override
            public void close() {
                process.destroyForcibly();
                try {
                    process.waitFor();
                    try (Stream<Path> files = Files.walk(data)) {
                        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                            Files.deleteIfExists(file);
                        }
                    }
                } catch (IOException e) {
                    System.err.println("left behind: " + data + ": " + e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }
}
