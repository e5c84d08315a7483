package io.headrace.clients.internals;

import io.headrace.common.Node;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the client's {@link ClusterView} fresh: knows which topics are wanted, when to ask, and publishes each answer.
 *
 * <p>Owner: the client's loop. At most one request is under way. Asking happens
 * <ul>
 *   <li>when a topic is wanted that is not shown: at once, if a broker answered the last time,
 *   <li>when somebody calls {@link #requestUpdate}, but not faster than {@code retry.backoff.ms} to
 *       {@code retry.backoff.max.ms} allow,
 *   <li>when an answer shows a topic or partition in a state that will pass (no leader yet, unknown topic), likewise,
 *   <li>every {@code metadata.max.age.ms}.
 * </ul>
 *
 * <p>When nobody has answered for {@code metadata.recovery.rebootstrap.trigger.ms} since the first of the requests that
 * were of no use, the client starts again from {@code bootstrap.servers}, also while a request is under way (KIP-1102).
 */
public final class ClusterMetadata {

    private static final Logger log = LoggerFactory.getLogger(ClusterMetadata.class);

    private static final int FIRST_VERSION_WITH_AUTO_CREATION_FLAG = 4;

    /** What metadata needs from its client. */
    interface Owner {
        ClientSettings settings();

        long nanoTime();

        Scheduled schedule(long delayMs, Runnable task);

        void send(Call call, ResponseHandler<MetadataResponse> handler);

        /** Takes a new view over: makes it visible to all threads. */
        void publish(ClusterView view);

        /** An attempt failed, for those who wait. */
        void updateFailed(RuntimeException failure);

        /** The known brokers are of no use any more: start again from {@code bootstrap.servers}. */
        void rebootstrap(String why);
    }

    private final Owner owner;
    private final Set<String> wanted = new HashSet<>();
    private final Set<String> unseen = new HashSet<>();
    private final List<Consumer<ClusterView>> listeners = new ArrayList<>();

    private ClusterView view = ClusterView.EMPTY;
    private boolean wantsAll;
    private boolean isRequested;
    private boolean isFullRequested;
    private boolean isUnderWay;
    private int failures;
    private boolean wasAnswered = true;
    private boolean isUrgent;
    private long lastAttemptNs;
    private long backoffNs;
    private long lastSuccessNs;

    /** When the first request was sent since the last answer that was of use. */
    private long withoutAnswerSinceNs;

    private boolean isWithoutAnswer;
    private Scheduled rebootstrapTimer;
    private Scheduled timer;
    private long timerNs;
    private boolean isStopped;

    ClusterMetadata(Owner owner) {
        this.owner = owner;
        this.lastSuccessNs = owner.nanoTime();
        this.lastAttemptNs = lastSuccessNs - TimeUnit.DAYS.toNanos(1);
    }

    /** The newest view. */
    public ClusterView view() {
        return view;
    }

    /** Adds topics to those that are asked for; an update is requested if one of them is not shown yet. */
    public void want(Collection<String> topics) {
        for (String topic : topics) {
            if (wanted.add(topic) && view.topic(topic) == null) {
                unseen.add(topic);
            }
        }
        if (!unseen.isEmpty()) {
            isUrgent = true;
            request(false);
        }
    }

    /** Makes these the topics that are asked for; an update is requested if one of them is not shown yet. */
    public void retain(Collection<String> topics) {
        wanted.retainAll(new HashSet<>(topics));
        unseen.retainAll(wanted);
        want(topics);
    }

    /** Whether all topics of the cluster are asked for, as a subscription by pattern needs it. */
    public void wantAll(boolean all) {
        if (all && !wantsAll) {
            wantsAll = true;
            request(true);
        }
        wantsAll = all;
    }

    /** Asks for an update as soon as the backoff allows. */
    public void requestUpdate() {
        request(true);
    }

    /** As {@link #requestUpdate}, for somebody who is content with an update that is under way or requested already. */
    void requestUpdateUnlessPending() {
        if (!isRequested && !isUnderWay) {
            request(true);
        }
    }

    /** Adds somebody who is told of each new view, on the loop, after it was published. */
    public void addListener(Consumer<ClusterView> listener) {
        listeners.add(listener);
    }

    /**
     * Takes over what a produce or fetch answer says about a partition's leader (KIP-951), unless it is older than what is
     * known.
     *
     * @param endpoint where the leader listens, or null if the answer does not tell and the view has it
     */
    public void leaderHint(String topic, int partition, int leaderId, int leaderEpoch, Node endpoint) {
        TopicView known = view.topic(topic);
        PartitionView before = known == null ? null : known.partition(partition);
        boolean isReachable = endpoint != null || view.node(leaderId) != null;
        if (before == null || leaderId < 0 || leaderEpoch <= before.leaderEpoch() || !isReachable) {
            return;
        }
        publish(view.with(known.with(before.withLeader(leaderId, leaderEpoch)), endpoint));
    }

    /** No more requests. */
    void stop() {
        isStopped = true;
        if (timer != null) {
            timer.cancel();
        }
        endWaitForAnswer();
    }

    private void request(boolean full) {
        isRequested = true;
        isFullRequested |= full;
        askWhenDue();
    }

    private void askWhenDue() {
        if (isUnderWay || isStopped) {
            return;
        }
        long nowNs = owner.nanoTime();
        long dueNs = dueNs();
        if (dueNs - nowNs <= 0) {
            ask(nowNs);
            return;
        }
        if (timer != null && timerNs - dueNs <= 0) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        timerNs = dueNs;
        timer = owner.schedule(TimeUnit.NANOSECONDS.toMillis(dueNs - nowNs) + 1, () -> {
            timer = null;
            askWhenDue();
        });
    }

    private long dueNs() {
        long byAgeNs =
                lastSuccessNs + TimeUnit.MILLISECONDS.toNanos(owner.settings().metadataMaxAgeMs());
        if (!isRequested) {
            return byAgeNs;
        }
        if (isUrgent && wasAnswered) {
            return lastAttemptNs;
        }
        return lastAttemptNs + backoffNs;
    }

    private void ask(long nowNs) {
        boolean isPartial = isRequested && !isFullRequested && !wantsAll && !unseen.isEmpty();
        List<String> topics = wantsAll ? null : List.copyOf(isPartial ? unseen : wanted);
        isRequested = false;
        isFullRequested = false;
        isUrgent = false;
        unseen.clear();
        isUnderWay = true;
        lastAttemptNs = nowNs;
        if (!isWithoutAnswer) {
            awaitAnswerFrom(nowNs);
        }
        backoffNs =
                TimeUnit.MILLISECONDS.toNanos(owner.settings().retryBackoff().delayMs(failures));
        Call call = Call.of(ApiKey.METADATA, 1, ApiKey.METADATA.highestVersion(), version -> body(topics, version));
        owner.send(call, new ResponseHandler<>() {
            @Override
            public void onResponse(MetadataResponse response, int version, int nodeId) {
                isUnderWay = false;
                answered(response, !isPartial);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                isUnderWay = false;
                failed(failure, isPartial ? topics : List.of());
            }
        });
    }

    private void awaitAnswerFrom(long nowNs) {
        isWithoutAnswer = true;
        withoutAnswerSinceNs = nowNs;
        long triggerMs = owner.settings().rebootstrapTriggerMs();
        if (triggerMs != Long.MAX_VALUE) {
            rebootstrapTimer = owner.schedule(triggerMs, this::rebootstrapIfWithoutAnswer);
        }
    }

    private void rebootstrapIfWithoutAnswer() {
        if (isWithoutAnswer && !isStopped) {
            long nowNs = owner.nanoTime();
            long forMs = TimeUnit.NANOSECONDS.toMillis(nowNs - withoutAnswerSinceNs);
            awaitAnswerFrom(nowNs);
            owner.rebootstrap("no metadata for " + forMs + " ms");
        }
    }

    private void endWaitForAnswer() {
        isWithoutAnswer = false;
        if (rebootstrapTimer != null) {
            rebootstrapTimer.cancel();
        }
    }

    private ApiMessage body(List<String> topics, int version) {
        MetadataRequest request = new MetadataRequest();
        if (topics == null) {
            request.topics(null);
        } else {
            List<MetadataRequestTopic> asked = new ArrayList<>(topics.size());
            for (String topic : topics) {
                asked.add(new MetadataRequestTopic().name(topic));
            }
            request.topics(asked);
        }
        if (version >= FIRST_VERSION_WITH_AUTO_CREATION_FLAG) {
            request.allowAutoTopicCreation(owner.settings().allowAutoCreateTopics());
        }
        return request;
    }

    private void answered(MetadataResponse response, boolean isFull) {
        if (isStopped) {
            return;
        }
        Errors error = Errors.forCode(response.errorCode());
        if (error == Errors.REBOOTSTRAP_REQUIRED) {
            failures++;
            endWaitForAnswer();
            owner.rebootstrap("a broker asked for it");
            request(true);
            return;
        }
        if (error != Errors.NONE) {
            failed(error.exception(), List.of());
            return;
        }
        if (response.brokers().isEmpty()) {
            failed(Errors.BROKER_NOT_AVAILABLE.exception("the metadata names no broker"), List.of());
            return;
        }
        endWaitForAnswer();
        lastSuccessNs = owner.nanoTime();
        wasAnswered = true;
        ClusterView next = ClusterViewMerge.next(view, response, isFull, topic -> wantsAll || wanted.contains(topic));
        if (hasPassingErrors(response)) {
            failures++;
            isRequested = true;
            isFullRequested = true;
        } else {
            failures = 0;
        }
        publish(next);
        askWhenDue();
    }

    private static boolean hasPassingErrors(MetadataResponse response) {
        for (MetadataResponseTopic topic : response.topics()) {
            if (Errors.forCode(topic.errorCode()).isRetriable()) {
                return true;
            }
            for (MetadataResponsePartition partition : topic.partitions()) {
                if (Errors.forCode(partition.errorCode()).isRetriable() && partition.leaderId() < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private void failed(RuntimeException failure, Collection<String> stillUnseen) {
        if (isStopped) {
            return;
        }
        log.debug("metadata could not be updated: {}", failure.getMessage());
        failures++;
        wasAnswered = false;
        unseen.addAll(stillUnseen);
        isRequested = true;
        isFullRequested |= stillUnseen.isEmpty();
        owner.updateFailed(failure);
        askWhenDue();
    }

    private void publish(ClusterView next) {
        view = next;
        owner.publish(next);
        for (Consumer<ClusterView> listener : listeners) {
            try {
                listener.accept(next);
            } catch (RuntimeException e) {
                log.error("a listener of metadata failed; this is a bug", e);
            }
        }
    }
}
