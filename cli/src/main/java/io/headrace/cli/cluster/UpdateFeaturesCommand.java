package io.headrace.cli.cluster;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Names;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.FeatureMetadata;
import io.headrace.clients.admin.FeatureUpdate;
import io.headrace.clients.admin.FeatureUpdate.UpgradeType;
import io.headrace.clients.admin.FinalizedVersionRange;
import io.headrace.clients.admin.SupportedVersionRange;
import io.headrace.clients.admin.UpdateFeaturesOptions;
import io.headrace.common.KafkaFuture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes the levels of features. */
@Command(
        name = "update-features",
        description = {
            "Brings features of the cluster to other levels. Level 0 turns a feature off.",
            "headrace cluster features says which levels there are, and which are in force."
        },
        sortOptions = false,
        footer = {"", "Example: headrace cluster update-features share.version=1 --dry-run"})
@Shows(ItemResult.class)
final class UpdateFeaturesCommand implements Runnable {
    private final Console console;

    @Parameters(
            paramLabel = "FEATURE=LEVEL",
            arity = "1..*",
            description = "The features, and the levels to bring them to.")
    private List<String> texts;

    @ArgGroup(exclusive = true, heading = "")
    private Direction direction = new Direction();

    @Option(names = "--dry-run", description = "Has the cluster check whether it could be done, and changes nothing.")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    /** One of these, or none for up only. */
    static final class Direction {
        @Option(
                names = "--downgrade",
                required = true,
                description = "Allows lower levels, where the cluster loses no metadata by them.")
        private boolean downgrade;

        @Option(
                names = "--unsafe-downgrade",
                required = true,
                description = "Allows lower levels, whatever metadata is lost by them.")
        private boolean unsafe;

        UpgradeType type() {
            if (unsafe) {
                return UpgradeType.UNSAFE_DOWNGRADE;
            }
            return downgrade ? UpgradeType.SAFE_DOWNGRADE : UpgradeType.UPGRADE;
        }
    }

    UpdateFeaturesCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        Map<String, Short> levels = levels();
        UpgradeType type = direction.type();
        if (type == UpgradeType.UNSAFE_DOWNGRADE && !dryRun) {
            confirmation.require(
                    console, "bring " + String.join(", ", texts) + " about, and may lose metadata of the cluster");
        }
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            FeatureMetadata metadata = connect.await(admin.describeFeatures().featureMetadata());
            Map<String, FeatureUpdate> updates = new LinkedHashMap<>();
            levels.forEach((feature, level) -> {
                check(metadata, feature, level, type);
                if (levelOf(metadata, feature) == level) {
                    changes.done(feature, "unchanged", feature + " is at level " + level + " already");
                } else {
                    updates.put(feature, new FeatureUpdate(level, type));
                }
            });
            update(admin, updates, changes);
        }
        changes.conclude();
    }

    private void update(Admin admin, Map<String, FeatureUpdate> updates, Changes changes) {
        if (updates.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<Void>> results = admin.updateFeatures(
                        updates, new UpdateFeaturesOptions().validateOnly(dryRun))
                .values();
        updates.forEach((feature, update) -> {
            try {
                connect.await(results.get(feature));
                changes.done(
                        feature,
                        dryRun ? "planned" : "altered",
                        (dryRun ? "would bring " : "brought ") + feature + " to level " + update.maxVersionLevel());
            } catch (RuntimeException e) {
                changes.failed(feature, e);
            }
        });
    }

    private Map<String, Short> levels() {
        Map<String, Short> levels = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.lastIndexOf('=');
            String level = text.substring(equals + 1);
            if (equals < 1 || !level.matches("\\d{1,5}") || Integer.parseInt(level) > Short.MAX_VALUE) {
                throw CommandFailure.misuse(
                        "'" + text + "' is not of the form FEATURE=LEVEL, with a level from 0 to " + Short.MAX_VALUE);
            }
            if (levels.put(text.substring(0, equals), Short.parseShort(level)) != null) {
                throw CommandFailure.misuse(text.substring(0, equals) + " is named twice: once is allowed");
            }
        }
        return levels;
    }

    /** What the cluster would say as well, but in fewer words, or not before it has changed others. */
    private static void check(FeatureMetadata metadata, String feature, short level, UpgradeType type) {
        SupportedVersionRange supported = metadata.supportedFeatures().get(feature);
        if (supported == null) {
            throw CommandFailure.failed("the cluster has no feature '" + feature + "'"
                    + Names.hint(
                            feature,
                            metadata.supportedFeatures().keySet(),
                            "headrace cluster features says which there are"));
        }
        if (level != 0 && (level < supported.minVersion() || level > supported.maxVersion())) {
            throw CommandFailure.failed(feature + " cannot be at level " + level + ": the broker supports "
                    + supported.minVersion() + " to " + supported.maxVersion());
        }
        short now = levelOf(metadata, feature);
        if (level < now && type == UpgradeType.UPGRADE) {
            throw CommandFailure.failed(
                    feature + " is at level " + now + ", and " + level + " is lower: say --downgrade if that is meant");
        }
    }

    private static short levelOf(FeatureMetadata metadata, String feature) {
        FinalizedVersionRange inForce = metadata.finalizedFeatures().get(feature);
        return inForce == null ? 0 : inForce.maxVersionLevel();
    }
}
