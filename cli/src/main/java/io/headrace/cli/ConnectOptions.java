package io.headrace.cli;

import io.headrace.clients.CommonClientConfigs;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to reach a cluster; shared by all commands that are clients. */
public final class ConnectOptions {
    private static final String ELSEWHERE = "localhost:9092";
    private static final int TIMEOUT_SECONDS = 30;

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "A broker to begin with, or several, separated by commas. Default: the profile's, or the"
                    + " variable HEADRACE_BOOTSTRAP_SERVER, or else localhost:9092.")
    private String bootstrapServers;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "A profile of ~/.config/headrace/config.yaml. Default: the variable HEADRACE_PROFILE, or the"
                    + " file's own default.")
    private String profileName;

    @Option(
            names = {"--client-config", "--command-config"},
            paramLabel = "FILE",
            description = "A file with client settings, key=value in each line. Stronger than a profile's.")
    private Path configFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A client setting; may be repeated. Stronger than a file's.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long to wait for a broker's answer. Default: the profile's, or else 30.")
    private Integer timeoutSeconds;

    private final Console console;
    private Profile profile;

    ConnectOptions(Console console) {
        this.console = console;
    }

    /** How long to wait for a broker's answer. */
    public Duration timeout() {
        if (timeoutSeconds != null && timeoutSeconds <= 0) {
            throw CommandFailure.misuse("--timeout must be larger than 0: " + timeoutSeconds);
        }
        Integer seconds = timeoutSeconds != null ? timeoutSeconds : profile().timeoutSeconds();
        return Duration.ofSeconds(seconds != null ? seconds : TIMEOUT_SECONDS);
    }

    /** The settings to make a client with. */
    public Map<String, Object> clientSettings() {
        Map<String, Object> all = new HashMap<>();
        all.put(
                CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(timeout().toMillis()));
        // Nobody watches the metrics of a command by JMX, and to load that takes longer than most commands run.
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.putAll(profile().settings());
        if (configFile != null) {
            all.putAll(Settings.ofFile(configFile));
        }
        all.putAll(settings);
        if (bootstrapServers != null) {
            all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        } else {
            all.putIfAbsent(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers());
        }
        return all;
    }

    /** The settings to make an admin client with: it gives up when this command does. */
    public Map<String, Object> adminSettings() {
        Map<String, Object> all = clientSettings();
        all.putIfAbsent(
                CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                Math.toIntExact(timeout().toMillis()));
        return all;
    }

    /**
     * An admin client for a cluster that somebody answers for.
     *
     * @throws CommandFailure naming every address that was tried, and why it did not do
     */
    public Admin admin() {
        requireReachable();
        return Admin.create(adminSettings());
    }

    /** What a broker answers: see {@link Answers#await}. */
    public <T> T await(KafkaFuture<T> answer) {
        return Answers.await(answer, timeout());
    }

    /**
     * Makes sure that somebody listens, so that a wrong address is told at once and by name instead of by a timeout.
     *
     * @throws CommandFailure naming every address that was tried, and why it did not do
     */
    public void requireReachable() {
        Reach.require(String.valueOf(clientSettings().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)), timeout());
    }

    /** The names of the profiles that there are. */
    public List<String> profileNames() {
        return Profiles.of(console).names();
    }

    /** What was asked for on this command line counts first, then what the environment says, then what is written down. */
    private String servers() {
        String variable = console.variable("HEADRACE_BOOTSTRAP_SERVER");
        if (variable != null && profileName == null) {
            return variable;
        }
        String written = profile().bootstrapServers();
        return written != null ? written : variable != null ? variable : ELSEWHERE;
    }

    private Profile profile() {
        if (profile == null) {
            profile = chosenProfile();
        }
        return profile;
    }

    private Profile chosenProfile() {
        String name = profileName != null ? profileName : console.variable("HEADRACE_PROFILE");
        Profiles profiles = Profiles.of(console);
        Profile chosen = name == null ? profiles.byDefault() : profiles.named(name);
        return chosen != null ? chosen : Profile.NONE;
    }
}
