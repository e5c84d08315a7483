package io.headrace.cli.configs;

import io.headrace.common.config.ConfigResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whose settings: one kind of these. */
final class ResourceChoice {
    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            required = true,
            split = ",",
            description = "Of this topic; may be repeated.")
    private List<String> topics = List.of();

    @Option(
            names = "--broker",
            paramLabel = "BROKER",
            required = true,
            split = ",",
            description = "Of the broker with this id; may be repeated.")
    private List<Integer> brokers = List.of();

    @Option(
            names = "--broker-defaults",
            required = true,
            description = "Those that count for all brokers that have none of their own.")
    private boolean brokerDefaults;

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            required = true,
            split = ",",
            description = "Of this group; may be repeated.")
    private List<String> groups = List.of();

    @Option(
            names = "--client-metrics",
            paramLabel = "NAME",
            required = true,
            split = ",",
            description = "Of this subscription to metrics of clients; may be repeated.")
    private List<String> clientMetrics = List.of();

    List<ConfigResource> resources() {
        List<ConfigResource> chosen = new ArrayList<>();
        topics.forEach(name -> chosen.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
        brokers.forEach(id -> chosen.add(new ConfigResource(ConfigResource.Type.BROKER, id.toString())));
        if (brokerDefaults) {
            chosen.add(new ConfigResource(ConfigResource.Type.BROKER, ""));
        }
        groups.forEach(name -> chosen.add(new ConfigResource(ConfigResource.Type.GROUP, name)));
        clientMetrics.forEach(name -> chosen.add(new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name)));
        return chosen.stream().distinct().toList();
    }

    /** A resource as people name it. */
    static String text(ConfigResource resource) {
        return resource.isDefault() ? "broker defaults" : type(resource) + " " + resource.name();
    }

    /** Its kind as the options name it. */
    static String type(ConfigResource resource) {
        return resource.type().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
