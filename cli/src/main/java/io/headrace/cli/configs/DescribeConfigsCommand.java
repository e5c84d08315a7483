package io.headrace.cli.configs;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.Watch;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.cli.topics.TopicLookup;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.ConfigEntry.ConfigSource;
import io.headrace.clients.admin.DescribeConfigsOptions;
import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Describes settings. */
@Command(
        name = "describe",
        description = "Describes what is set, and with --all what counts without being set as well.",
        sortOptions = false,
        footer = {"", "Example: headrace configs describe --topic orders --all"})
@Shows(DescribeConfigsCommand.Setting.class)
final class DescribeConfigsCommand implements Runnable {
    private static final Set<ConfigSource> INHERITED =
            EnumSet.of(ConfigSource.DEFAULT_CONFIG, ConfigSource.STATIC_BROKER_CONFIG, ConfigSource.UNKNOWN);

    private static final Table<Setting> TABLE = new Table<Setting>()
            .text("OF", setting -> setting.type() + " " + setting.resource())
            .text("NAME", Setting::name)
            .text("VALUE", Setting::value)
            .text("SOURCE", Setting::source);

    private final Console console;

    @ArgGroup(exclusive = true, multiplicity = "1", heading = "Whose:%n")
    private ResourceChoice choice;

    @Option(
            names = "--all",
            description = "Includes those that were left at their defaults or stand in a broker's file.")
    private boolean all;

    @Mixin
    private Watch watch;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A setting. */
    record Setting(
            @Means("topic, broker, group or client-metrics") String type,

            @Means("whose it is, by name or id; empty for the defaults of all brokers")
            String resource,

            @Means("its name") String name,

            @Means("its value; null when it is a secret, or nothing is set")
            String value,

            @Means("where the value is from, such as dynamic_topic_config, static_broker_config or default_config")
            String source,

            @Means("whether the value is a secret") boolean sensitive,

            @Means("whether it cannot be changed while the broker runs")
            boolean readOnly) {}

    DescribeConfigsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try (Admin admin = connect.admin()) {
            watch.run(console, () -> output.list(console, settings(admin), TABLE));
        }
    }

    private List<Setting> settings(Admin admin) {
        List<ConfigResource> resources = choice.resources();
        Map<ConfigResource, KafkaFuture<io.headrace.clients.admin.Config>> answers =
                admin.describeConfigs(resources, new DescribeConfigsOptions()).values();
        List<Setting> settings = new ArrayList<>();
        for (ConfigResource resource : resources) {
            try {
                connect.await(answers.get(resource)).entries().stream()
                        .filter(entry -> all || !INHERITED.contains(entry.source()))
                        .sorted(Comparator.comparing(ConfigEntry::name))
                        .forEach(entry -> settings.add(setting(resource, entry)));
            } catch (UnknownTopicOrPartitionException e) {
                throw TopicLookup.unknown(admin, resource.name(), connect);
            }
        }
        return settings;
    }

    private static Setting setting(ConfigResource resource, ConfigEntry entry) {
        return new Setting(
                ResourceChoice.type(resource),
                resource.name(),
                entry.name(),
                entry.value(),
                entry.source().name().toLowerCase(Locale.ROOT),
                entry.isSensitive(),
                entry.isReadOnly());
    }
}
