package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.calls.Answers;
import io.headrace.clients.internals.calls.Operation;
import io.headrace.clients.internals.calls.Route;
import io.headrace.common.errors.UnsupportedEndpointTypeException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.ApiMessage;
import java.util.List;
import java.util.Set;

/** An operation on its way to controllers: the same but for whom is asked. Owner: the client's loop. */
final class ToControllers<K, V> implements Operation<K, V> {

    private final ControllerOperation<K, V> operation;

    private ToControllers(ControllerOperation<K, V> operation) {
        this.operation = operation;
    }

    /**
     * The operation, asked of controllers.
     *
     * @throws UnsupportedEndpointTypeException if only brokers carry it out
     */
    static <K, V> Operation<K, V> of(Operation<K, V> operation) {
        if (operation instanceof ControllerOperation<K, V> answered) {
            return new ToControllers<>(answered);
        }
        throw new UnsupportedEndpointTypeException(
                "Controllers do not carry this operation out: a client for it needs bootstrap.servers in the place of "
                        + "bootstrap.controllers");
    }

    @Override
    public Route route(K item) {
        return operation.routeToController(item);
    }

    /** Other ways to ask are for old brokers; no controller is as old as that. */
    @Override
    public boolean fallsBack(UnsupportedVersionException failure) {
        return false;
    }

    @Override
    public String what(K item) {
        return operation.what(item);
    }

    @Override
    public Call call(List<K> items, int timeoutMs) {
        return operation.call(items, timeoutMs);
    }

    @Override
    public Object sharing(K item) {
        return operation.sharing(item);
    }

    @Override
    public void read(ApiMessage response, int version, int nodeId, Set<K> items, Answers<K, V> answers) {
        operation.read(response, version, nodeId, items, answers);
    }

    @Override
    public boolean isWanted(K item) {
        return operation.isWanted(item);
    }
}
