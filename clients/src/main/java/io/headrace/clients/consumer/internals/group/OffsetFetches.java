package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.TopicView;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.common.KafkaException;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.TopicAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.OffsetFetchRequest;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.headrace.protocol.message.OffsetFetchResponse;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartition;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponsePartitions;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the coordinator which offsets are committed, all in one request, and again while the reason that there is no answer
 * passes: also while a transaction is about to commit offsets of the partitions that are asked about.
 *
 * <p>Owner: the client's loop.
 */
public final class OffsetFetches {

    private static final Logger log = LoggerFactory.getLogger(OffsetFetches.class);

    private static final int STABLE_ONLY = 7;
    private static final int SEVERAL_GROUPS = 8;
    private static final int MEMBER_EPOCH = 9;
    private static final int TOPIC_IDS = 10;

    /** Takes what becomes of a question. */
    public interface Outcome {

        /**
         * There is an answer.
         *
         * @param offsets by partition; without those that have none
         */
        void found(Map<TopicPartition, OffsetAndMetadata> offsets);

        /** There is no answer. */
        void failed(RuntimeException why);
    }

    private final ClientLoop loop;
    private final GroupSettings settings;
    private final GroupCoordinator coordinator;
    private final GroupSession session;

    public OffsetFetches(ClientLoop loop, GroupSettings settings, GroupCoordinator coordinator, GroupSession session) {
        this.loop = loop;
        this.settings = settings;
        this.coordinator = coordinator;
        this.session = session;
    }

    /**
     * Asks.
     *
     * @param timeoutMs until when, all attempts together
     * @param isWanted whether the answer is still of interest; when not, nobody is told any more
     */
    public void fetch(Set<TopicPartition> partitions, long timeoutMs, BooleanSupplier isWanted, Outcome outcome) {
        new Attempts(partitions, timeoutMs, isWanted, outcome).send();
    }

    /** One question, with all its attempts. */
    private final class Attempts {
        private final Set<TopicPartition> partitions;
        private final long timeoutMs;
        private final long deadlineNs;
        private final BooleanSupplier isWanted;
        private final Outcome outcome;
        private final Map<Uuid, String> names = new HashMap<>();
        private final Map<String, Uuid> ids = new HashMap<>();
        private int failures;

        Attempts(Set<TopicPartition> partitions, long timeoutMs, BooleanSupplier isWanted, Outcome outcome) {
            this.partitions = partitions;
            this.timeoutMs = timeoutMs;
            this.deadlineNs = loop.nanoTime() + timeoutMs * 1_000_000;
            this.isWanted = isWanted;
            this.outcome = outcome;
        }

        void send() {
            if (!isWanted.getAsBoolean()) {
                return;
            }
            Membership as = session.membership();
            boolean isMember = session.hasMemberEpochs() && as.state() == Membership.State.MEMBER;
            int highest = ApiKey.OFFSET_FETCH.highestStableVersion();
            int most = isMember && hasAllIds() ? highest : Math.min(highest, MEMBER_EPOCH);
            long leftMs = Math.max(1, (deadlineNs - loop.nanoTime()) / 1_000_000);
            coordinator.send(
                    Call.of(
                            ApiKey.OFFSET_FETCH,
                            ApiKey.OFFSET_FETCH.lowestVersion(),
                            most,
                            version -> request(version, isMember ? as : null)),
                    Math.min(leftMs, settings.requestTimeoutMs()),
                    new ResponseHandler<OffsetFetchResponse>() {
                        @Override
                        public void onResponse(OffsetFetchResponse response, int version, int nodeId) {
                            if (version >= SEVERAL_GROUPS) {
                                answered(as, response.groups(), version);
                            } else {
                                answeredOld(as, response);
                            }
                        }

                        @Override
                        public void onFailure(RuntimeException failure) {
                            failed(failure);
                        }
                    });
        }

        private boolean hasAllIds() {
            for (TopicPartition partition : partitions) {
                TopicView topic = loop.cluster().topic(partition.topic());
                if (topic == null || !topic.hasId()) {
                    return false;
                }
                // Kept, since the request is made later, when the topic may not be known any more.
                names.put(topic.id(), topic.name());
                ids.put(topic.name(), topic.id());
            }
            return true;
        }

        private ApiMessage request(int version, Membership as) {
            Map<String, List<Integer>> topics = new LinkedHashMap<>();
            for (TopicPartition partition : partitions) {
                topics.computeIfAbsent(partition.topic(), name -> new ArrayList<>())
                        .add(partition.partition());
            }
            OffsetFetchRequest request = new OffsetFetchRequest();
            if (version >= STABLE_ONLY) {
                request.requireStable(true);
            }
            if (version < SEVERAL_GROUPS) {
                List<OffsetFetchRequestTopic> asked = new ArrayList<>();
                topics.forEach((name, indexes) ->
                        asked.add(new OffsetFetchRequestTopic().name(name).partitionIndexes(indexes)));
                return request.groupId(settings.groupId()).topics(asked);
            }
            List<OffsetFetchRequestTopics> asked = new ArrayList<>();
            topics.forEach((name, indexes) -> {
                OffsetFetchRequestTopics topic = new OffsetFetchRequestTopics().partitionIndexes(indexes);
                asked.add(version >= TOPIC_IDS ? topic.topicId(ids.get(name)) : topic.name(name));
            });
            OffsetFetchRequestGroup group =
                    new OffsetFetchRequestGroup().groupId(settings.groupId()).topics(asked);
            if (version >= MEMBER_EPOCH && as != null) {
                group.memberId(as.memberId()).memberEpoch(as.epoch());
            }
            return request.groups(List.of(group));
        }

        private void answered(Membership as, List<OffsetFetchResponseGroup> groups, int version) {
            Reading reading = new Reading();
            for (OffsetFetchResponseGroup group : groups) {
                Errors error = Errors.forCode(group.errorCode());
                if (error != Errors.NONE) {
                    refused(as, error);
                    return;
                }
                for (OffsetFetchResponseTopics topic : group.topics()) {
                    String name = version >= TOPIC_IDS ? names.get(topic.topicId()) : topic.name();
                    for (OffsetFetchResponsePartitions p : topic.partitions()) {
                        reading.read(
                                name,
                                p.partitionIndex(),
                                p.errorCode(),
                                p.committedOffset(),
                                p.committedLeaderEpoch(),
                                p.metadata());
                    }
                }
            }
            reading.conclude();
        }

        private void answeredOld(Membership as, OffsetFetchResponse response) {
            Errors error = Errors.forCode(response.errorCode());
            if (error != Errors.NONE) {
                refused(as, error);
                return;
            }
            Reading reading = new Reading();
            for (OffsetFetchResponseTopic topic : response.topics()) {
                for (OffsetFetchResponsePartition p : topic.partitions()) {
                    reading.read(
                            topic.name(),
                            p.partitionIndex(),
                            p.errorCode(),
                            p.committedOffset(),
                            p.committedLeaderEpoch(),
                            p.metadata());
                }
            }
            reading.conclude();
        }

        private void refused(Membership as, Errors error) {
            coordinator.heed(error);
            session.commitRefused(as, error);
            if (error == Errors.STALE_MEMBER_EPOCH || error == Errors.UNKNOWN_MEMBER_ID || error.isRetriable()) {
                again(error.exception());
            } else {
                outcome.failed(GroupErrors.failure(error, settings));
            }
        }

        private void failed(RuntimeException failure) {
            if (failure instanceof RetriableException) {
                again(failure);
            } else {
                outcome.failed(failure);
            }
        }

        private void again(RuntimeException failure) {
            log.debug("offsets of group {} are asked for again", settings.groupId(), failure);
            long delayMs = settings.backoff().delayMs(failures++);
            if (deadlineNs - loop.nanoTime() <= delayMs * 1_000_000) {
                outcome.failed(new TimeoutException(
                        "Timeout of " + timeoutMs + "ms expired before the last committed offset for partitions "
                                + partitions + " could be determined. Last failure: " + failure.getMessage(),
                        failure));
            } else {
                loop.schedule(delayMs, this::send);
            }
        }

        /** What one answer says, partition by partition. */
        private final class Reading {
            private final Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
            private final Set<String> unauthorized = new TreeSet<>();
            private RuntimeException passing;
            private RuntimeException failure;

            void read(String topic, int index, short code, long offset, int leaderEpoch, String metadata) {
                TopicPartition partition = new TopicPartition(topic, index);
                Errors error = Errors.forCode(code);
                if (error == Errors.NONE) {
                    if (offset >= 0) {
                        found.put(
                                partition,
                                new OffsetAndMetadata(
                                        offset,
                                        leaderEpoch < 0 ? Optional.empty() : Optional.of(leaderEpoch),
                                        metadata));
                    }
                } else if (error == Errors.TOPIC_AUTHORIZATION_FAILED) {
                    unauthorized.add(topic);
                } else if (error == Errors.UNKNOWN_TOPIC_OR_PARTITION) {
                    failure = new KafkaException("Partition " + partition + " does not exist");
                } else if (error.isRetriable()) {
                    if (error == Errors.UNKNOWN_TOPIC_ID) {
                        loop.requestMetadata();
                    }
                    passing = error.exception(error.message() + " (partition " + partition + ")");
                } else {
                    failure = new KafkaException("The committed offset of partition " + partition + " in group '"
                            + settings.groupId() + "' was answered with " + error);
                }
            }

            void conclude() {
                if (!unauthorized.isEmpty()) {
                    outcome.failed(new TopicAuthorizationException(unauthorized));
                } else if (failure != null) {
                    outcome.failed(failure);
                } else if (passing != null) {
                    again(passing);
                } else {
                    outcome.found(found);
                }
            }
        }
    }
}
