package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.CommitFailedException;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.AuthorizationException;
import io.headrace.common.errors.RebalanceInProgressException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.StaleMemberEpochException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.OffsetCommitRequest;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestPartition;
import io.headrace.protocol.message.OffsetCommitRequest.OffsetCommitRequestTopic;
import io.headrace.protocol.message.OffsetCommitResponse;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponsePartition;
import io.headrace.protocol.message.OffsetCommitResponse.OffsetCommitResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Commits offsets: what the coordinator is sent, and what its answer means. Commits reach the coordinator in the order in
 * which they are given here; one is tried again only as long as somebody waits for it, so none overtakes a later one.
 *
 * <p>Owner: the client's loop.
 */
public final class OffsetCommits {

    private static final int WITH_INSTANCE = 7;
    private static final int LAST_BY_NAMES = 9;
    private static final int NO_LEADER_EPOCH = -1;

    private final ClientLoop loop;
    private final GroupSettings settings;
    private final GroupCoordinator coordinator;
    private final GroupSession session;

    public OffsetCommits(ClientLoop loop, GroupSettings settings, GroupCoordinator coordinator, GroupSession session) {
        this.loop = loop;
        this.settings = settings;
        this.coordinator = coordinator;
        this.session = session;
    }

    /**
     * Commits.
     *
     * @param timeoutMs how long it may take
     * @param isRepeated asked when it fails for a reason that passes: whether it is tried again
     * @param onDone told null when the offsets are committed, else why not
     */
    public void commit(
            Map<TopicPartition, OffsetAndMetadata> offsets,
            long timeoutMs,
            BooleanSupplier isRepeated,
            Consumer<RuntimeException> onDone) {
        new Attempts(offsets, timeoutMs, isRepeated, onDone).start();
    }

    /** One commit, with all its attempts. */
    private final class Attempts {
        private final Map<TopicPartition, OffsetAndMetadata> offsets;
        private final long timeoutMs;
        private final long deadlineNs;
        private final BooleanSupplier isRepeated;
        private final Map<String, Uuid> ids = new HashMap<>();
        private final Consumer<RuntimeException> onDone;
        private int failures;

        Attempts(
                Map<TopicPartition, OffsetAndMetadata> offsets,
                long timeoutMs,
                BooleanSupplier isRepeated,
                Consumer<RuntimeException> onDone) {
            this.offsets = offsets;
            this.timeoutMs = timeoutMs;
            this.deadlineNs = loop.nanoTime() + timeoutMs * 1_000_000;
            this.isRepeated = isRepeated;
            this.onDone = onDone;
        }

        void start() {
            Membership as = session.membership();
            switch (as.state()) {
                case REBALANCING ->
                    onDone.accept(new RebalanceInProgressException("The offsets cannot be committed while the group"
                            + " rebalances. Poll until that is done, then commit again"));
                case OUTSIDE ->
                    onDone.accept(session.refusal().map(this::notTakenIn).orElseGet(this::notAMember));
                case NONE, MEMBER -> send(as);
            }
        }

        private RuntimeException notAMember() {
            return new CommitFailedException("The offsets cannot be committed: this consumer is not a member of group '"
                    + settings.groupId() + "' at present, or not any more. Its partitions may belong to others. Poll on"
                    + " to join again");
        }

        private RuntimeException notTakenIn(RuntimeException refusal) {
            return refusal instanceof AuthorizationException
                    ? refusal
                    : new CommitFailedException(
                            "The offsets cannot be committed: this consumer is not a member of group '"
                                    + settings.groupId() + "', and its partitions may belong to others. "
                                    + refusal.getMessage());
        }

        private void send(Membership as) {
            long leftMs = Math.max(1, (deadlineNs - loop.nanoTime()) / 1_000_000);
            coordinator.send(
                    call(as),
                    Math.min(leftMs, settings.requestTimeoutMs()),
                    new ResponseHandler<OffsetCommitResponse>() {
                        @Override
                        public void onResponse(OffsetCommitResponse response, int version, int nodeId) {
                            answered(as, response, version);
                        }

                        @Override
                        public void onFailure(RuntimeException failure) {
                            failed(failure);
                        }
                    });
        }

        private Call call(Membership as) {
            boolean isMember = as.state() == Membership.State.MEMBER;
            boolean isStatic = isMember && settings.instanceId().isPresent();
            int highest = ApiKey.OFFSET_COMMIT.highestStableVersion();
            boolean byIds = session.hasMemberEpochs() && isMember && hasAllIds();
            return Call.of(
                    ApiKey.OFFSET_COMMIT,
                    isStatic ? WITH_INSTANCE : ApiKey.OFFSET_COMMIT.lowestVersion(),
                    byIds ? highest : Math.min(highest, LAST_BY_NAMES),
                    version -> request(as, version, isStatic));
        }

        private boolean hasAllIds() {
            ClusterView cluster = loop.cluster();
            for (TopicPartition partition : offsets.keySet()) {
                TopicView topic = cluster.topic(partition.topic());
                if (topic == null || !topic.hasId()) {
                    return false;
                }
                // Kept, since the request is made later, when the topic may not be known any more.
                ids.put(topic.name(), topic.id());
            }
            return true;
        }

        private OffsetCommitRequest request(Membership as, int version, boolean isStatic) {
            Map<String, OffsetCommitRequestTopic> topics = new LinkedHashMap<>();
            offsets.forEach((partition, offset) -> topics.computeIfAbsent(partition.topic(), name -> {
                        OffsetCommitRequestTopic topic = new OffsetCommitRequestTopic();
                        return version > LAST_BY_NAMES ? topic.topicId(ids.get(name)) : topic.name(name);
                    })
                    .partitions()
                    .add(new OffsetCommitRequestPartition()
                            .partitionIndex(partition.partition())
                            .committedOffset(offset.offset())
                            .committedLeaderEpoch(offset.leaderEpoch().orElse(NO_LEADER_EPOCH))
                            .committedMetadata(offset.metadata())));
            OffsetCommitRequest request = new OffsetCommitRequest()
                    .groupId(settings.groupId())
                    .generationIdOrMemberEpoch(as.epoch())
                    .memberId(as.memberId())
                    .topics(new ArrayList<>(topics.values()));
            return version >= WITH_INSTANCE
                    ? request.groupInstanceId(isStatic ? settings.instanceId().orElse(null) : null)
                    : request;
        }

        private void answered(Membership as, OffsetCommitResponse response, int version) {
            Set<String> unauthorized = new TreeSet<>();
            for (OffsetCommitResponseTopic topic : response.topics()) {
                String name = version > LAST_BY_NAMES ? nameOf(topic) : topic.name();
                for (OffsetCommitResponsePartition partition : topic.partitions()) {
                    Errors error = Errors.forCode(partition.errorCode());
                    if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
                        unauthorized.add(name);
                    } else if (error != Errors.NONE) {
                        refused(as, error, name + "-" + partition.partitionIndex());
                        return;
                    }
                }
            }
            if (unauthorized.isEmpty()) {
                onDone.accept(null);
            } else {
                onDone.accept(new TopicAuthorizationException(unauthorized));
            }
        }

        private String nameOf(OffsetCommitResponseTopic topic) {
            TopicView view = loop.cluster().topic(topic.topicId());
            return view == null ? topic.topicId().toString() : view.name();
        }

        private void refused(Membership as, Errors error, String partition) {
            coordinator.heed(error);
            if (error == Errors.UNKNOWN_TOPIC_ID) {
                loop.requestMetadata();
            }
            boolean wasSame = as.equals(session.membership());
            session.commitRefused(as, error);
            switch (error) {
                case UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION -> {
                    if (wasSame || session.membership().state() != Membership.State.REBALANCING) {
                        onDone.accept(new CommitFailedException());
                    } else {
                        onDone.accept(
                                new RebalanceInProgressException("The offsets were committed too late: the group has"
                                        + " begun another generation meanwhile. Poll until the rebalance is done, then commit"
                                        + " again"));
                    }
                }
                case REBALANCE_IN_PROGRESS ->
                    onDone.accept(new RebalanceInProgressException("The offsets were not committed since the group is"
                            + " rebalancing. Poll until that is done, then commit again"));
                case STALE_MEMBER_EPOCH -> staleEpoch(as);
                case FENCED_INSTANCE_ID, GROUP_AUTHORIZATION_FAILED, INVALID_GROUP_ID ->
                    onDone.accept(GroupErrors.failure(error, settings));
                case OFFSET_METADATA_TOO_LARGE, INVALID_COMMIT_OFFSET_SIZE ->
                    onDone.accept(error.exception(error.message() + " (partition " + partition + ")"));
                default -> {
                    if (error.isRetriable()) {
                        failed(error.exception(error.message() + " (partition " + partition + ")"));
                    } else {
                        onDone.accept(new KafkaException("The commit of partition " + partition + " in group '"
                                + settings.groupId() + "' was answered with " + error));
                    }
                }
            }
        }

        /** The member has another epoch by now, or is about to hear of it. */
        private void staleEpoch(Membership as) {
            Membership now = session.membership();
            if (now.state() != Membership.State.MEMBER || !now.memberId().equals(as.memberId())) {
                onDone.accept(new CommitFailedException());
            } else if (isRepeated.getAsBoolean() && now.epoch() != as.epoch() && deadlineNs - loop.nanoTime() > 0) {
                send(now);
            } else {
                failed(new EpochIsBehind());
            }
        }

        private void failed(RuntimeException failure) {
            if (!isRepeated.getAsBoolean() || !(failure instanceof RetriableException)) {
                onDone.accept(failure);
                return;
            }
            long delayMs = settings.backoff().delayMs(failures++);
            if (deadlineNs - loop.nanoTime() <= delayMs * 1_000_000) {
                onDone.accept(new TimeoutException(
                        "Timeout of " + timeoutMs + "ms expired before successfully committing offsets " + offsets
                                + ". Last failure: " + failure.getMessage(),
                        failure));
            } else {
                loop.schedule(delayMs, () -> {
                    if (isRepeated.getAsBoolean()) {
                        start();
                    } else {
                        onDone.accept(failure);
                    }
                });
            }
        }
    }

    /** A member's epoch has moved on; it passes as soon as the member hears of it. */
    private static final class EpochIsBehind extends RetriableException {
        private static final long serialVersionUID = 1L;

        EpochIsBehind() {
            super("the member's epoch has moved on", new StaleMemberEpochException("the member's epoch has moved on"));
        }
    }
}
