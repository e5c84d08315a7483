package io.headrace.interop.odd;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.interop.odd.WireConnection.Answer;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.CreateTopicsRequest;
import io.headrace.protocol.message.CreateTopicsRequest.CreatableTopic;
import io.headrace.protocol.message.CreateTopicsResponse;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import io.headrace.protocol.message.ListOffsetsRequest;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.headrace.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.headrace.protocol.message.ListOffsetsResponse;
import io.headrace.testsupport.Await;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * One run of one case against one broker, on a connection of its own. Names made here are the same for both brokers and
 * different for each case and version, so that runs do not disturb each other.
 */
final class Scene implements AutoCloseable {

    private static final Set<Errors> NOT_YET = Set.of(
            Errors.CONCURRENT_TRANSACTIONS,
            Errors.COORDINATOR_LOAD_IN_PROGRESS,
            Errors.COORDINATOR_NOT_AVAILABLE,
            Errors.NOT_COORDINATOR);

    private final String prefix;
    private final WireConnection connection;

    Scene(OddCase of, int version, int port) throws IOException {
        this.prefix = of.api().name().toLowerCase(Locale.ROOT).replace('_', '-') + "-"
                + Integer.toHexString(of.name().hashCode()) + "-v" + version;
        this.connection = new WireConnection(port);
    }

    /** A name for this run only. */
    String name(String word) {
        return prefix + "-" + word;
    }

    /** Sends a request that is in order, and gives its answer. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The case says which answer it expects.
    <R extends ApiMessage> R call(ApiMessage request, int version) throws IOException {
        Answer answer = connection.ask(request, version, UnaryOperator.identity());
        if (answer.message() == null) {
            throw new AssertionError(answer.instead() + " upon " + request);
        }
        return (R) answer.message();
    }

    /** Sends the odd request, and gives what came of it as one line. */
    String outcome(ApiMessage request, int version, UnaryOperator<byte[]> bend) throws IOException {
        Answer answer = connection.ask(request, version, bend);
        return answer.message() == null ? answer.instead() : ErrorCodes.of(answer.message());
    }

    /** Makes a topic, and waits until its partitions have a leader that knows of it; gives its id. */
    Uuid topic(String name, int partitions) throws IOException {
        CreateTopicsResponse response = call(
                new CreateTopicsRequest()
                        .timeoutMs(30_000)
                        .topics(List.of(new CreatableTopic()
                                .name(name)
                                .numPartitions(partitions)
                                .replicationFactor((short) 1))),
                7);
        if (response.topics().get(0).errorCode() != 0) {
            throw new AssertionError(response.toString());
        }
        ListOffsetsRequest ends = new ListOffsetsRequest()
                .replicaId(-1)
                .topics(List.of(new ListOffsetsTopic()
                        .name(name)
                        .partitions(IntStream.range(0, partitions)
                                .mapToObj(p -> new ListOffsetsPartition()
                                        .partitionIndex(p)
                                        .timestamp(-1))
                                .toList())));
        Await.until(
                "leaders of " + name,
                () -> this.<ListOffsetsResponse>call(ends, 1).topics().get(0).partitions().stream()
                        .allMatch(p -> p.errorCode() == 0));
        return response.topics().get(0).topicId();
    }

    /** Gives a producer its id, in the latest version, and waits as long as its last transaction is being ended. */
    InitProducerIdResponse producer(String transactionalId) {
        InitProducerIdResponse[] last = {null};
        Await.until("a producer id for " + transactionalId, () -> {
            last[0] = call(
                    new InitProducerIdRequest()
                            .transactionalId(transactionalId)
                            .transactionTimeoutMs(60_000)
                            .producerId(-1)
                            .producerEpoch((short) -1),
                    5);
            return !NOT_YET.contains(Errors.forCode(last[0].errorCode()));
        });
        if (last[0].errorCode() != 0) {
            throw new AssertionError(last[0].toString());
        }
        return last[0];
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
