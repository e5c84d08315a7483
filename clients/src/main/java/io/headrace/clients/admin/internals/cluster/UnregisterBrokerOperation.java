package io.headrace.clients.admin.internals.cluster;

import io.headrace.clients.admin.internals.ControllerOperation;
import io.headrace.clients.admin.internals.Wire;
import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.UnregisterBrokerRequest;
import io.headrace.protocol.message.UnregisterBrokerResponse;
import java.util.List;
import java.util.Set;

/** Has the cluster forget a broker (UnregisterBroker). The item is the broker's id. */
public final class UnregisterBrokerOperation implements ControllerOperation<Integer, Void> {

    @Override
    public String what(Integer item) {
        return "broker " + item + " to be unregistered";
    }

    @Override
    public Route route(Integer item) {
        return Route.ANY;
    }

    @Override
    public Call call(List<Integer> items, int timeoutMs) {
        return Call.of(new UnregisterBrokerRequest().brokerId(items.get(0)));
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<Integer> items, Answers<Integer, Void> answers) {
        UnregisterBrokerResponse told = (UnregisterBrokerResponse) response;
        Errors error = Errors.forCode(told.errorCode());
        for (Integer item : items) {
            if (error == Errors.NONE) {
                answers.succeed(item, null);
            } else if (error.isRetriable()) {
                answers.retry(item, Wire.failure(error, told.errorMessage()));
            } else {
                answers.fail(item, Wire.failure(error, told.errorMessage()));
            }
        }
    }
}
