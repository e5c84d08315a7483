package io.headrace.clients.consumer.internals;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.ConsumerGroupMetadata;
import io.headrace.clients.consumer.ConsumerRebalanceListener;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.consumer.OffsetCommitCallback;
import io.headrace.clients.consumer.internals.fetch.Consumption;
import io.headrace.clients.consumer.internals.fetch.Deadline;
import io.headrace.clients.consumer.internals.fetch.Duties;
import io.headrace.clients.consumer.internals.fetch.PollWait;
import io.headrace.clients.consumer.internals.group.GroupSession;
import io.headrace.clients.consumer.internals.group.Membership;
import io.headrace.clients.consumer.internals.group.TurnBox;
import io.headrace.clients.internals.ClusterView;
import io.headrace.clients.internals.TopicView;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer with {@code group.id}, as the application sees it: what it has subscribed to, its commits, and what is done
 * about the group when it polls.
 *
 * <p>Owner: the polling thread.
 */
final class GroupConsumer implements GroupCalls, Duties {

    private static final Logger log = LoggerFactory.getLogger(GroupConsumer.class);

    /** What a group consumer is made of, and what it is told to do. */
    record Parts(
            String groupId,
            Executor loop,
            Supplier<ClusterView> cluster,
            Consumer<Boolean> wantAllTopics,
            PollWait waiting,
            Consumption<?, ?> consumption,
            GroupSession session,
            TurnBox turns,
            Commits commits,
            AutoCommit autoCommit,
            CommittedOffsets committed,
            Rebalancing rebalancing,
            PollClock polls,
            long maxPollIntervalMs,
            boolean excludesInternalTopics,
            boolean isClassic) {}

    private final Parts parts;
    private final Rebalancing rebalancing;
    private Subscribed subscribed = Subscribed.NOTHING;
    private long seenClusterVersion = -1;

    /** Positions do not move while a poll waits, so that one automatic commit in each is enough. */
    private boolean isPollBeginning;

    /** The listener, told that all partitions go, may say once more that nothing is wanted. */
    private boolean isUnsubscribing;

    GroupConsumer(Parts parts) {
        this.parts = parts;
        this.rebalancing = parts.rebalancing();
    }

    // ---- what is wanted ----

    @Override
    public Set<String> subscription() {
        return subscribed.topics();
    }

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        subscribed.requireChangeTo(Subscribed.Mode.PARTITIONS);
        if (subscribed.mode() == Subscribed.Mode.PARTITIONS
                && parts.autoCommit().isEnabled()) {
            // What is not read any more is committed as far as it was handled.
            parts.autoCommit().commitNow();
        }
        subscribed = Subscribed.PARTITIONS;
        parts.consumption().assign(partitions);
    }

    @Override
    public void subscribe(Set<String> topics, Optional<ConsumerRebalanceListener> listener) {
        if (topics.isEmpty()) {
            unsubscribe();
            return;
        }
        subscribed.requireChangeTo(Subscribed.Mode.TOPICS);
        requireAssignors();
        Subscribed next = Subscribed.topics(topics, listener);
        boolean isSame = subscribed.mode() == next.mode() && subscribed.topics().equals(next.topics());
        changeTo(next);
        if (!isSame) {
            wish();
        }
    }

    @Override
    public void subscribe(Pattern pattern, Optional<ConsumerRebalanceListener> listener) {
        subscribed.requireChangeTo(Subscribed.Mode.PATTERN);
        requireAssignors();
        boolean isChange = !subscribed.topics().isEmpty();
        changeTo(Subscribed.pattern(pattern, listener));
        seenClusterVersion = -1;
        parts.loop().execute(() -> parts.wantAllTopics().accept(true));
        matchTopics(parts.cluster().get());
        if (isChange && subscribed.topics().isEmpty()) {
            // Nothing matches the new pattern, and what matched the old one is not wanted any more.
            wish();
        }
    }

    @Override
    public void subscribe(String regex, Optional<ConsumerRebalanceListener> listener) {
        if (parts.isClassic()) {
            throw new UnsupportedOperationException("Subscribe to RE2/J pattern is not supported when using the classic"
                    + " protocol: set group.protocol=consumer, or subscribe to a java.util.regex.Pattern");
        }
        subscribed.requireChangeTo(Subscribed.Mode.REGEX);
        boolean isSame = subscribed.mode() == Subscribed.Mode.REGEX && regex.equals(subscribed.regex());
        changeTo(Subscribed.regex(regex, listener));
        if (!isSame) {
            wish();
        }
    }

    private void requireAssignors() {
        if (parts.isClassic() && rebalancing.hasNoAssignors()) {
            throw new IllegalStateException(
                    "partition.assignment.strategy names no assignor, and subscribing needs one");
        }
    }

    private void changeTo(Subscribed next) {
        subscribed = next;
        parts.polls().polled(System.nanoTime());
        parts.consumption().want(next::wants);
        rebalancing.subscribed(next);
    }

    private void wish() {
        rebalancing.wishedAnew();
        GroupSession.Wish wish = new GroupSession.Wish(subscribed.topics(), subscribed.regex());
        parts.loop().execute(() -> parts.session().subscribe(wish));
    }

    @Override
    public void unsubscribe() {
        if (isUnsubscribing) {
            return;
        }
        isUnsubscribing = true;
        try {
            giveUpAndLeave();
        } finally {
            isUnsubscribing = false;
        }
        rebalancing.conclude();
    }

    private void giveUpAndLeave() {
        if (subscribed.isByGroup()) {
            giveUp(new Deadline(System.nanoTime() + parts.maxPollIntervalMs() * 1_000_000, parts.maxPollIntervalMs()));
            leave("the application unsubscribed", GroupSession.Departure.USUAL);
        }
        subscribed = Subscribed.NOTHING;
        rebalancing.subscribed(subscribed);
        parts.consumption().assign(List.of());
    }

    /** Commits if that is automatic, and has the listener told that all partitions go. */
    private void giveUp(Deadline deadline) {
        rebalancing.giveUpAll(deadline);
    }

    private CountDownLatch leave(String reason, GroupSession.Departure departure) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Runnable onLeft = () -> {
            left.countDown();
            parts.waiting().signal();
        };
        parts.loop().execute(() -> {
            parts.wantAllTopics().accept(false);
            parts.session().unsubscribe(reason, departure, onLeft);
            begun.countDown();
            parts.waiting().signal();
        });
        // No turn of this membership comes after this. The loop waits for nothing, so this is short, also for a thread
        // that
        // is interrupted: half left, the consumer would neither be a member nor become one again.
        boolean isInterrupted = Thread.interrupted();
        try {
            parts.waiting().awaitWhateverComes(() -> begun.getCount() == 0, System.nanoTime() + 10_000_000_000L);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
        parts.turns().clear();
        return left;
    }

    // ---- offsets ----

    @Override
    public Map<TopicPartition, OffsetAndMetadata> consumed() {
        return parts.consumption().consumed();
    }

    @Override
    public void commit(Map<TopicPartition, OffsetAndMetadata> offsets, Deadline deadline) {
        parts.commits().commit(offsets, deadline);
    }

    @Override
    public void commitLater(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        parts.commits().commitLater(offsets, callback);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Deadline deadline) {
        return parts.committed().committed(partitions, deadline);
    }

    @Override
    public ConsumerGroupMetadata metadata() {
        Membership membership = parts.session().membership();
        return new ConsumerGroupMetadata(
                parts.groupId(), membership.epoch(), membership.memberId(), membership.instanceId());
    }

    @Override
    public void rejoin(String reason) {
        if (!parts.isClassic()) {
            log.warn("enforceRebalance has no effect with group.protocol=consumer: the coordinator assigns");
        } else if (subscribed.isByGroup()) {
            parts.loop().execute(() -> parts.session().rejoin(reason));
        }
    }

    // ---- polling ----

    @Override
    public boolean isSubscribed() {
        return subscribed.isByGroup();
    }

    @Override
    public void pollBegins() {
        isPollBeginning = true;
    }

    @Override
    public boolean perform(Deadline deadline) {
        long nowNs = System.nanoTime();
        parts.polls().polled(nowNs);
        parts.commits().tellSettled();
        if (subscribed.isByGroup()) {
            lookAtTopics();
            if (!rebalance(deadline)) {
                return false;
            }
        }
        if (isPollBeginning) {
            isPollBeginning = false;
            parts.autoCommit().poll(nowNs);
        }
        return true;
    }

    /** Also when the time was up while the listener was at work: whoever has to give up all does so before anything else. */
    private boolean rebalance(Deadline deadline) {
        do {
            if (parts.session().isWaitingForPoll()) {
                // The partitions are others' by now, so that nothing of them may be handed out.
                parts.polls().polled(System.nanoTime());
                parts.loop().execute(() -> parts.session().polled());
                if (!parts.waiting().await(parts.turns()::hasTurn, deadline.atNs())) {
                    return false;
                }
            }
            if (!rebalancing.perform(deadline)) {
                return false;
            }
        } while (parts.session().isWaitingForPoll());
        return true;
    }

    @Override
    public boolean isDue() {
        return parts.turns().hasTurn()
                || parts.commits().isSomeSettled()
                || (subscribed.isByGroup() && parts.cluster().get().version() != seenClusterVersion);
    }

    @Override
    public long nextDueNs(long nowNs) {
        // Waiting in poll counts as polling.
        return subscribed.isByGroup() ? nowNs + parts.maxPollIntervalMs() * 1_000_000 / 3 : Long.MAX_VALUE;
    }

    /** Which topics there are now, and which the application must not read. */
    private void lookAtTopics() {
        ClusterView cluster = parts.cluster().get();
        if (cluster.version() == seenClusterVersion) {
            return;
        }
        seenClusterVersion = cluster.version();
        if (subscribed.mode() == Subscribed.Mode.PATTERN) {
            matchTopics(cluster);
        }
        Set<String> unauthorized = new TreeSet<>();
        Set<String> invalid = new TreeSet<>();
        for (String topic : subscribed.topics()) {
            Errors error = cluster.topicError(topic);
            if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
                unauthorized.add(topic);
            } else if (error == Errors.INVALID_TOPIC_EXCEPTION) {
                invalid.add(topic);
            }
        }
        if (!invalid.isEmpty()) {
            throw new InvalidTopicException(invalid);
        }
        if (!unauthorized.isEmpty()) {
            throw new TopicAuthorizationException(unauthorized);
        }
    }

    private void matchTopics(ClusterView cluster) {
        Set<String> matched = new LinkedHashSet<>();
        for (TopicView topic : cluster.topics()) {
            if (!(topic.internal() && parts.excludesInternalTopics()) && subscribed.wants(topic.name())) {
                matched.add(topic.name());
            }
        }
        if (!matched.equals(subscribed.topics())) {
            log.info("topics that match {}: {}", subscribed.pattern(), matched);
            subscribed = subscribed.matching(matched);
            rebalancing.subscribed(subscribed);
            wish();
        }
    }

    // ---- the end ----

    @Override
    public void close(CloseOptions.GroupMembershipOperation operation, Deadline deadline) {
        if (subscribed.isByGroup()) {
            giveUp(deadline);
            CountDownLatch left = leave("the consumer is being closed", departure(operation));
            parts.waiting().awaitWhateverComes(() -> left.getCount() == 0, deadline.atNs());
        } else {
            rebalancing.commitHandled(deadline);
        }
        subscribed = Subscribed.NOTHING;
        parts.commits().close(deadline);
        rebalancing.conclude();
    }

    private static GroupSession.Departure departure(CloseOptions.GroupMembershipOperation operation) {
        return switch (operation) {
            case LEAVE_GROUP -> GroupSession.Departure.FOR_GOOD;
            case REMAIN_IN_GROUP -> GroupSession.Departure.SILENT;
            case DEFAULT -> GroupSession.Departure.USUAL;
        };
    }
}
