package io.headrace.cli.cluster;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Means;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FinalizedVersionRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells what a cluster can do. */
@Command(
        name = "features",
        description = "Lists the features of the cluster, with the levels that it supports and the one in force.",
        sortOptions = false)
@Shows(DescribeFeaturesCommand.Feature.class)
final class DescribeFeaturesCommand implements Runnable {
    private static final Table<Feature> TABLE = new Table<Feature>()
            .text("FEATURE", Feature::feature)
            .number("LOWEST", Feature::lowest)
            .number("HIGHEST", Feature::highest)
            .number("IN FORCE", Feature::inForce);

    private final Console console;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** A feature. */
    record Feature(
            @Means("its name") String feature,

            @Means("the lowest level that the broker supports")
            int lowest,

            @Means("the highest level that the broker supports")
            int highest,

            @Means("the level that the cluster runs at; null when it does not use the feature")
            Integer inForce) {}

    DescribeFeaturesCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<Feature> features = new ArrayList<>();
        try (Admin admin = connect.admin()) {
            FeatureMetadata metadata = connect.await(admin.describeFeatures().featureMetadata());
            new TreeMap<>(metadata.supportedFeatures()).forEach((name, range) -> {
                FinalizedVersionRange inForce = metadata.finalizedFeatures().get(name);
                features.add(new Feature(
                        name,
                        range.minVersion(),
                        range.maxVersion(),
                        inForce == null ? null : (int) inForce.maxVersionLevel()));
            });
        }
        output.list(console, features, TABLE);
    }
}
