package io.headrace.broker.api;

import io.headrace.broker.quota.QuotaType;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.broker.replica.PartitionTable;
import io.headrace.common.Uuid;
import io.headrace.common.internals.Topic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.BrokerImage;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.Endpoint;
import io.headrace.metadata.image.PartitionImage;
import io.headrace.metadata.image.TopicImage;
import io.headrace.metadata.plan.CreateTopics;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.MetadataRequest;
import io.headrace.protocol.message.MetadataRequest.MetadataRequestTopic;
import io.headrace.protocol.message.MetadataResponse;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.headrace.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseTopic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brokers, topics and who leads their partitions. Topics are asked for by name, or from version 12 on by id; those that
 * do not exist are created when the broker's settings and the request allow it, and are in the answer then.
 */
final class MetadataApi extends Api<MetadataRequest> {

    private static final int FIRST_WHERE_NULL_MEANS_ALL = 1;
    private static final int FIRST_BY_ID = 12;

    private final Services services;

    MetadataApi(Services services) {
        super(ApiKey.METADATA, 0, 13);
        this.services = services;
    }

    @Override
    void handle(Call<MetadataRequest> call) {
        Set<String> missing = missingTopics(call);
        if (missing.isEmpty()) {
            reply(call, Map.of());
            return;
        }
        call.throttle()
                .use(
                        QuotaType.MUTATION,
                        missing.size() * (double) services.config().numPartitions());
        CreateTopics creation = CreateTopics.automatic(
                services.config(),
                missing.stream().map(services.internalTopics()::withDefaults).toList());
        call.when(
                services.controller().submit(creation),
                (created, failure) -> reply(call, refusals(missing, created, failure)));
    }

    /** The names that are to be created first. */
    private Set<String> missingTopics(Call<MetadataRequest> call) {
        MetadataRequest body = call.body();
        if (body.topics() == null
                || !body.allowAutoTopicCreation()
                || !services.config().autoCreateTopics()) {
            return Set.of();
        }
        ClusterImage image = services.controller().image();
        Set<String> missing = new LinkedHashSet<>();
        for (MetadataRequestTopic topic : body.topics()) {
            String name = topic.name();
            if (!isById(topic) && image.topic(name) == null && Topic.isValid(name)) {
                missing.add(name);
            }
        }
        return missing;
    }

    /** Why topics that were to be created are not there, by name. */
    private static Map<String, Errors> refusals(
            Set<String> missing, List<CreateTopics.Result> created, Throwable failure) {
        Map<String, Errors> refusals = new HashMap<>();
        if (failure != null) {
            // Not there yet; the client asks again.
            missing.forEach(name -> refusals.put(name, Errors.LEADER_NOT_AVAILABLE));
            return refusals;
        }
        for (CreateTopics.Result result : created) {
            if (result.error() != Errors.NONE) {
                refusals.put(result.name(), result.error());
            }
        }
        return refusals;
    }

    private void reply(Call<MetadataRequest> call, Map<String, Errors> refusals) {
        MetadataRequest body = call.body();
        ClusterImage image = services.controller().image();
        MetadataResponse response = new MetadataResponse()
                .brokers(brokers(image))
                .clusterId(image.clusterId())
                .controllerId(services.config().nodeId())
                .topics(topics(call, image, refusals));
        if (body.includeClusterAuthorizedOperations()) {
            response.clusterAuthorizedOperations(AuthorizedOperations.ON_CLUSTER);
        }
        call.reply(response);
    }

    private static List<MetadataResponseBroker> brokers(ClusterImage image) {
        List<MetadataResponseBroker> brokers = new ArrayList<>();
        for (BrokerImage broker : image.brokers()) {
            if (!broker.fenced()) {
                Endpoint endpoint = broker.endpoints().get(0);
                brokers.add(new MetadataResponseBroker()
                        .nodeId(broker.id())
                        .host(endpoint.host())
                        .port(endpoint.port())
                        .rack(broker.rack()));
            }
        }
        return brokers;
    }

    private List<MetadataResponseTopic> topics(
            Call<MetadataRequest> call, ClusterImage image, Map<String, Errors> refusals) {
        List<MetadataRequestTopic> wanted = call.body().topics();
        boolean withOperations = call.body().includeTopicAuthorizedOperations();
        List<MetadataResponseTopic> topics = new ArrayList<>();
        boolean all = wanted == null || (wanted.isEmpty() && call.version() < FIRST_WHERE_NULL_MEANS_ALL);
        if (all) {
            for (TopicImage topic : image.topics()) {
                topics.add(describe(topic, withOperations));
            }
            return topics;
        }
        // Whoever names a topic twice hears of it once.
        for (MetadataRequestTopic each : new LinkedHashSet<>(wanted)) {
            TopicImage topic = find(each, call.version(), image);
            topics.add(topic == null ? unknown(each, call.version(), refusals) : describe(topic, withOperations));
        }
        return topics;
    }

    /** Whether it is named by id; Apache's clients send an empty name along. */
    private static boolean isById(MetadataRequestTopic wanted) {
        return wanted.name() == null || !wanted.topicId().equals(Uuid.ZERO_UUID);
    }

    private static TopicImage find(MetadataRequestTopic wanted, int version, ClusterImage image) {
        if (isById(wanted)) {
            return version >= FIRST_BY_ID ? image.topic(wanted.topicId()) : null;
        }
        return image.topic(wanted.name());
    }

    private static MetadataResponseTopic unknown(
            MetadataRequestTopic wanted, int version, Map<String, Errors> refusals) {
        MetadataResponseTopic topic = new MetadataResponseTopic();
        if (!isById(wanted)) {
            Errors error =
                    Topic.isValid(wanted.name()) ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.INVALID_TOPIC_EXCEPTION;
            return topic.name(wanted.name())
                    .errorCode(refusals.getOrDefault(wanted.name(), error).code());
        }
        return version >= FIRST_BY_ID
                ? topic.name(null).topicId(wanted.topicId()).errorCode(Errors.UNKNOWN_TOPIC_ID.code())
                : topic.name("").errorCode(Errors.INVALID_REQUEST.code());
    }

    private MetadataResponseTopic describe(TopicImage topic, boolean withOperations) {
        PartitionTable local = services.partitions().table();
        List<MetadataResponsePartition> partitions =
                new ArrayList<>(topic.partitions().size());
        for (PartitionImage partition : topic.partitions()) {
            boolean offline = isOffline(local.topic(topic.id()), partition);
            partitions.add(new MetadataResponsePartition()
                    .partitionIndex(partition.id())
                    .errorCode((offline ? Errors.LEADER_NOT_AVAILABLE : Errors.NONE).code())
                    .leaderId(offline ? PartitionImage.NO_LEADER : partition.leader())
                    .leaderEpoch(partition.leaderEpoch())
                    .replicaNodes(partition.replicas())
                    .isrNodes(partition.isr())
                    .offlineReplicas(offline ? partition.replicas() : List.of()));
        }
        MetadataResponseTopic described = new MetadataResponseTopic()
                .name(topic.name())
                .topicId(topic.id())
                .isInternal(Topic.isInternal(topic.name()))
                .partitions(partitions);
        return withOperations ? described.topicAuthorizedOperations(AuthorizedOperations.ON_TOPIC) : described;
    }

    /** Whether the log of this partition could not be opened. */
    static boolean isOffline(LocalTopic local, PartitionImage partition) {
        return local == null || local.partition(partition.id()) == null;
    }
}
