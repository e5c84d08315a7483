package io.headrace.clients.admin.internals.transactions;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.InitProducerIdRequest;
import io.headrace.protocol.message.InitProducerIdResponse;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Takes transactional ids over as a new producer would, which aborts an open transaction and shuts the old producer out
 * (InitProducerId). One request for each id.
 *
 * @param <V> what becomes of the new producer id and epoch
 */
public final class FenceProducersOperation<V> implements Operation<String, V> {

    private final BiFunction<Long, Short, V> result;

    /** @param result of producer id and epoch */
    public FenceProducersOperation(BiFunction<Long, Short, V> result) {
        this.result = result;
    }

    @Override
    public String what(String item) {
        return "the producer of transactional id " + item + " to be fenced";
    }

    @Override
    public Route route(String item) {
        return Route.transaction(item);
    }

    @Override
    public Object sharing(String item) {
        return item;
    }

    @Override
    public Call call(List<String> items, int timeoutMs) {
        return Call.of(
                new InitProducerIdRequest()
                        .transactionalId(items.get(0))
                        .transactionTimeoutMs(timeoutMs)
                        .producerId(-1)
                        .producerEpoch((short) -1),
                ApiKey.INIT_PRODUCER_ID.lowestVersion(),
                ApiKey.INIT_PRODUCER_ID.highestStableVersion());
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<String> items, Answers<String, V> answers) {
        InitProducerIdResponse answer = (InitProducerIdResponse) response;
        Errors error = Errors.forCode(answer.errorCode());
        for (String item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, result.apply(answer.producerId(), answer.producerEpoch()));
            } else {
                TransactionAnswers.failed(answers, item, error);
            }
        }
    }
}
