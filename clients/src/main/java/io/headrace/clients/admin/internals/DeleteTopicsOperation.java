package io.headrace.clients.admin.internals;

import io.headrace.clients.admin.DeleteTopicsOptions;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.DeleteTopicsRequest;
import io.headrace.protocol.message.DeleteTopicsRequest.DeleteTopicState;
import io.headrace.protocol.message.DeleteTopicsResponse;
import io.headrace.protocol.message.DeleteTopicsResponse.DeletableTopicResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Deletes topics (DeleteTopics).
 *
 * @param <K> what the topics are named by
 */
public abstract class DeleteTopicsOperation<K> implements Operation<K, Void> {

    private static final int WITH_IDS = 6;

    private final DeleteTopicsOptions options;

    private DeleteTopicsOperation(DeleteTopicsOptions options) {
        this.options = options;
    }

    public static DeleteTopicsOperation<String> byName(DeleteTopicsOptions options) {
        return new ByName(options);
    }

    public static DeleteTopicsOperation<Uuid> byId(DeleteTopicsOptions options) {
        return new ById(options);
    }

    abstract K item(DeletableTopicResult result);

    @Override
    public String what(K item) {
        return "topic " + item + " to be deleted";
    }

    @Override
    public Route route(K item) {
        return Route.CONTROLLER;
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<K> items, Answers<K, Void> answers) {
        DeleteTopicsResponse deleted = (DeleteTopicsResponse) response;
        ControllerAnswer controller =
                new ControllerAnswer(options.shouldRetryOnQuotaViolation(), deleted.throttleTimeMs());
        for (DeletableTopicResult result : deleted.responses()) {
            K item = item(result);
            if (!items.contains(item)) {
                continue;
            }
            Errors error = Errors.forCode(result.errorCode());
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else {
                controller.failed(item, error, result.errorMessage(), answers);
            }
        }
    }

    private static final class ByName extends DeleteTopicsOperation<String> {

        ByName(DeleteTopicsOptions options) {
            super(options);
        }

        @Override
        public Call call(List<String> items, int timeoutMs) {
            return Call.of(
                    ApiKey.DELETE_TOPICS,
                    ApiKey.DELETE_TOPICS.lowestVersion(),
                    ApiKey.DELETE_TOPICS.highestStableVersion(),
                    version -> request(items, timeoutMs, version));
        }

        private static DeleteTopicsRequest request(List<String> items, int timeoutMs, int version) {
            DeleteTopicsRequest request = new DeleteTopicsRequest().timeoutMs(timeoutMs);
            if (version < WITH_IDS) {
                return request.topicNames(new ArrayList<>(items));
            }
            items.forEach(name -> request.topics().add(new DeleteTopicState().name(name)));
            return request;
        }

        @Override
        String item(DeletableTopicResult result) {
            return result.name();
        }
    }

    private static final class ById extends DeleteTopicsOperation<Uuid> {

        ById(DeleteTopicsOptions options) {
            super(options);
        }

        @Override
        public Call call(List<Uuid> items, int timeoutMs) {
            DeleteTopicsRequest request = new DeleteTopicsRequest().timeoutMs(timeoutMs);
            items.forEach(
                    id -> request.topics().add(new DeleteTopicState().name(null).topicId(id)));
            return Call.of(request, WITH_IDS, ApiKey.DELETE_TOPICS.highestStableVersion());
        }

        @Override
        Uuid item(DeletableTopicResult result) {
            return result.topicId();
        }
    }
}
