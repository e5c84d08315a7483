package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.ConsumerConfig;
import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.clients.consumer.GroupProtocol;
import io.headrace.clients.consumer.internals.assignor.Assignors;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.InitialPositions;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.group.ClassicSession;
import io.headrace.clients.consumer.internals.group.ConsumerSession;
import io.headrace.clients.consumer.internals.group.GroupCoordinator;
import io.headrace.clients.consumer.internals.group.GroupSession;
import io.headrace.clients.consumer.internals.group.GroupSettings;
import io.headrace.clients.consumer.internals.group.OffsetCommits;
import io.headrace.clients.consumer.internals.group.OffsetFetches;
import io.headrace.clients.consumer.internals.group.TurnBox;
import io.headrace.clients.internals.ClientCore;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.Operations;
import io.headrace.clients.internals.calls.TopicInterest;
import io.headrace.clients.internals.metrics.ClientMetrics;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.InvalidGroupIdException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts together what a consumer needs for its group, or nothing when it has none. In two steps, since the fetched records'
 * side is made in between.
 *
 * <p>Owner: the thread that makes the consumer.
 */
abstract class GroupAssembly {

    private static final List<String> ONLY_FOR_GROUPS = List.of(
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG);

    private GroupAssembly() {}

    /** Where partitions start. */
    abstract InitialPositions positions();

    /** Ties the rest to the partitions that are read. */
    abstract GroupCalls join(Consumption<?, ?> consumption, ConsumerInterceptors<?, ?> interceptors);

    /**
     * @param rack where the consumer is, or empty
     * @throws InvalidGroupIdException when {@code group.id} is blank
     */
    static GroupAssembly of(
            ConsumerConfig config,
            String clientId,
            String rack,
            ClientCore core,
            ClientLoop loop,
            TopicInterest interest,
            Operations operations,
            PollWait waiting,
            ClientMetrics metrics) {
        String groupId = config.getString(ConsumerConfig.GROUP_ID_CONFIG);
        if (groupId == null) {
            ONLY_FOR_GROUPS.forEach(config::ignore);
            return new None();
        }
        if (groupId.isBlank()) {
            throw new InvalidGroupIdException("The configured group.id should not be an empty string or whitespace.");
        }
        return new One(config, clientId, rack, core, loop, interest, operations, waiting, metrics);
    }

    private static final class None extends GroupAssembly {
        @Override
        InitialPositions positions() {
            return InitialPositions.UNKNOWN;
        }

        @Override
        GroupCalls join(Consumption<?, ?> consumption, ConsumerInterceptors<?, ?> interceptors) {
            return new WithoutGroup(consumption);
        }
    }

    private static final class One extends GroupAssembly {
        private final ConsumerConfig config;
        private final String clientId;
        private final ClientMetrics metrics;
        private final ClientCore core;
        private final ClientLoop loop;
        private final PollWait waiting;
        private final GroupSettings settings;
        private final boolean isClassic;
        private final PollClock polls = new PollClock(System.nanoTime());
        private final TurnBox turns;
        private final GroupSession session;
        private final OffsetCommits commits;
        private final CommittedOffsets committed;

        One(
                ConsumerConfig config,
                String clientId,
                String rack,
                ClientCore core,
                ClientLoop loop,
                TopicInterest interest,
                Operations operations,
                PollWait waiting,
                ClientMetrics metrics) {
            this.config = config;
            this.metrics = metrics;
            this.clientId = clientId;
            this.core = core;
            this.loop = loop;
            this.waiting = waiting;
            this.settings = settings(config, rack, core);
            this.isClassic =
                    GroupProtocol.of(config.getString(ConsumerConfig.GROUP_PROTOCOL_CONFIG)) == GroupProtocol.CLASSIC;
            if (isClassic && settings.heartbeatIntervalMs() >= settings.sessionTimeoutMs()) {
                throw new ConfigException(
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        settings.heartbeatIntervalMs(),
                        "must be lower than session.timeout.ms, which is " + settings.sessionTimeoutMs());
            }
            this.turns = new TurnBox(waiting::signal);
            GroupCoordinator coordinator = new GroupCoordinator(loop, settings);
            this.session = isClassic
                    ? new ClassicSession(loop, settings, coordinator, interest, turns, polls::lastNs)
                    : new ConsumerSession(loop, settings, coordinator, interest, operations, turns, polls::lastNs);
            this.commits = new OffsetCommits(loop, settings, coordinator, session);
            this.committed = new CommittedOffsets(
                    core::execute, new OffsetFetches(loop, settings, coordinator, session), waiting);
            loop.onCluster(view -> waiting.signal());
        }

        private static GroupSettings settings(ConsumerConfig config, String rack, ClientCore core) {
            return new GroupSettings(
                    config.getString(ConsumerConfig.GROUP_ID_CONFIG),
                    Optional.ofNullable(config.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)),
                    config.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                    config.getInt(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                    config.getInt(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                    rack == null || rack.isEmpty() ? null : rack,
                    config.getString(ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG),
                    core.settings().requestTimeoutMs(),
                    core.settings().retryBackoff());
        }

        @Override
        InitialPositions positions() {
            return committed;
        }

        @Override
        GroupCalls join(Consumption<?, ?> consumption, ConsumerInterceptors<?, ?> interceptors) {
            List<ConsumerPartitionAssignor> assignors = isClassic
                    ? ConsumerPartitionAssignor.getAssignorInstances(
                            config.getList(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG),
                            config.originals(Map.of(ConsumerConfig.CLIENT_ID_CONFIG, clientId)))
                    : List.of();
            Commits queued = new Commits(
                    core::execute,
                    commits,
                    waiting,
                    interceptors,
                    config.getInt(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG));
            AutoCommit autoCommit = new AutoCommit(
                    config.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG),
                    config.getInt(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG),
                    config.getLong(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG),
                    queued,
                    consumption,
                    System.nanoTime());
            Rebalancing rebalancing = new Rebalancing(
                    settings.groupId(),
                    core::execute,
                    session,
                    turns,
                    waiting,
                    consumption,
                    new Assignors(assignors, settings.rack()),
                    queued,
                    autoCommit,
                    new RebalanceMetrics(metrics),
                    settings.maxPollIntervalMs());
            GroupConsumer group = new GroupConsumer(new GroupConsumer.Parts(
                    settings.groupId(),
                    core::execute,
                    core::cluster,
                    loop::wantAllTopics,
                    waiting,
                    consumption,
                    session,
                    turns,
                    queued,
                    autoCommit,
                    committed,
                    rebalancing,
                    polls,
                    settings.maxPollIntervalMs(),
                    config.getBoolean(ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG),
                    isClassic));
            consumption.setDuties(group);
            return group;
        }
    }
}
