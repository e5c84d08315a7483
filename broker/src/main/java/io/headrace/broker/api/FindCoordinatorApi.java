package io.headrace.broker.api;

import io.headrace.broker.coordinator.CoordinatorShards;
import io.headrace.broker.replica.LocalTopic;
import io.headrace.common.protocol.Errors;
import io.headrace.metadata.image.BrokerImage;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.Endpoint;
import io.headrace.metadata.image.TopicImage;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import io.headrace.protocol.message.FindCoordinatorResponse.Coordinator;
import java.util.List;

/**
 * Which broker coordinates a group or a transactional id: the leader of the partition that the id belongs to. One id
 * before version 4, several from then on (KIP-699). The internal topic is created when it is asked for first.
 */
final class FindCoordinatorApi extends Api<FindCoordinatorRequest> {

    private static final int FIRST_BATCHED = 4;
    private static final byte GROUP = 0;
    private static final byte TRANSACTION = 1;
    private static final byte SHARE = 2;

    private final Services services;

    FindCoordinatorApi(Services services) {
        super(ApiKey.FIND_COORDINATOR, 0, 6);
        this.services = services;
    }

    @Override
    void handle(Call<FindCoordinatorRequest> call) {
        FindCoordinatorRequest body = call.body();
        List<String> keys = call.version() >= FIRST_BATCHED ? body.coordinatorKeys() : List.of(body.key());
        CoordinatorShards<?> coordinators = coordinatorsOf(body.keyType());
        if (coordinators == null) {
            String why = body.keyType() == SHARE
                    ? "share groups are not supported"
                    : "there are no coordinators of type " + body.keyType();
            reply(
                    call,
                    keys.stream()
                            .map(key -> refusal(key, Errors.INVALID_REQUEST, why))
                            .toList());
        } else if (keys.isEmpty()) {
            reply(call, List.of());
        } else {
            String topic = coordinators.kind().topic().name();
            call.when(
                    services.internalTopics().ensure(topic),
                    (error, failure) -> reply(
                            call,
                            keys.stream()
                                    .map(key -> find(key, topic, coordinators))
                                    .toList()));
        }
    }

    private CoordinatorShards<?> coordinatorsOf(byte keyType) {
        return switch (keyType) {
            case GROUP -> services.groups();
            case TRANSACTION -> services.transactions().shards();
            default -> null;
        };
    }

    private Coordinator find(String key, String topicName, CoordinatorShards<?> coordinators) {
        ClusterImage image = services.controller().image();
        TopicImage topic = image.topic(topicName);
        int partition = coordinators.partitionFor(key);
        LocalTopic local = topic == null ? null : services.partitions().table().topic(topic.id());
        if (partition < 0 || local == null || local.partition(partition) == null) {
            return refusal(key, Errors.COORDINATOR_NOT_AVAILABLE, Errors.COORDINATOR_NOT_AVAILABLE.message());
        }
        BrokerImage broker = image.broker(topic.partition(partition).leader());
        Endpoint endpoint = broker.endpoints().get(0);
        return new Coordinator()
                .key(key)
                .nodeId(broker.id())
                .host(endpoint.host())
                .port(endpoint.port());
    }

    private static Coordinator refusal(String key, Errors error, String why) {
        return new Coordinator()
                .key(key)
                .nodeId(-1)
                .host("")
                .port(-1)
                .errorCode(error.code())
                .errorMessage(why);
    }

    private static void reply(Call<FindCoordinatorRequest> call, List<Coordinator> found) {
        if (call.version() >= FIRST_BATCHED) {
            call.reply(new FindCoordinatorResponse().coordinators(found));
            return;
        }
        Coordinator one = found.get(0);
        call.reply(new FindCoordinatorResponse()
                .errorCode(one.errorCode())
                .errorMessage(one.errorMessage())
                .nodeId(one.nodeId())
                .host(one.host())
                .port(one.port()));
    }
}
