package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Call;
import io.headrace.clients.internals.ResponseHandler;
import io.headrace.clients.internals.Target;
import io.headrace.clients.internals.calls.ClientLoop;
import io.headrace.clients.internals.calls.CoordinatorSearch;
import io.headrace.clients.internals.calls.CoordinatorSearch.Found;
import io.headrace.clients.internals.calls.CoordinatorSearch.Kind;
import io.headrace.common.errors.DisconnectException;
import io.headrace.common.errors.RetriableException;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.FindCoordinatorResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to a group's coordinator: finds it, and finds it again. What is asked while it is not known waits, in order, up
 * to its own deadline. Looks for nobody while nobody asks.
 *
 * <p>Owner: the client's loop.
 */
public final class GroupCoordinator {

    private static final Logger log = LoggerFactory.getLogger(GroupCoordinator.class);

    private static final int NOBODY = -1;

    /** A request that waits for the coordinator to be known. */
    private static final class Waiting {
        private final Call call;
        private final long deadlineNs;
        private final ResponseHandler<ApiMessage> handler;

        Waiting(Call call, long deadlineNs, ResponseHandler<ApiMessage> handler) {
            this.call = call;
            this.deadlineNs = deadlineNs;
            this.handler = handler;
        }
    }

    private final ClientLoop loop;
    private final GroupSettings settings;
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private int nodeId = NOBODY;
    private boolean isSearching;
    private int failures;
    private RuntimeException lastFailure;

    public GroupCoordinator(ClientLoop loop, GroupSettings settings) {
        this.loop = loop;
        this.settings = settings;
    }

    /** Asks the coordinator; requests reach it in the order in which they are given here. */
    public <R extends ApiMessage> void send(Call call, long timeoutMs, ResponseHandler<R> handler) {
        // The answer to a call is of the class that belongs to its key; the caller names that class.
        @SuppressWarnings("unchecked")
        ResponseHandler<ApiMessage> untyped = (ResponseHandler<ApiMessage>) (ResponseHandler<?>) handler;
        if (nodeId != NOBODY) {
            sendNow(call, timeoutMs, untyped);
            return;
        }
        Waiting one = new Waiting(call, loop.nanoTime() + timeoutMs * 1_000_000, untyped);
        waiting.add(one);
        loop.schedule(timeoutMs, () -> {
            if (waiting.remove(one)) {
                one.handler.onFailure(new TimeoutException("The coordinator of group " + settings.groupId()
                        + " was not found within " + timeoutMs + " ms"
                        + (lastFailure == null ? "" : ": " + lastFailure.getMessage())));
            }
        });
        search();
    }

    private void sendNow(Call call, long timeoutMs, ResponseHandler<ApiMessage> handler) {
        int asked = nodeId;
        loop.send(Target.coordinator(asked), call, timeoutMs, new ResponseHandler<ApiMessage>() {
            @Override
            public void onResponse(ApiMessage response, int version, int node) {
                handler.onResponse(response, version, node);
            }

            @Override
            public void onFailure(RuntimeException failure) {
                if (failure instanceof DisconnectException || failure instanceof TimeoutException) {
                    forget(asked, failure.getMessage());
                }
                handler.onFailure(failure);
            }
        });
    }

    /** An answer said that the coordinator is another one, or cannot work; it is looked for when it is needed next. */
    public void forget(String why) {
        forget(nodeId, why);
    }

    private void forget(int id, String why) {
        if (id != NOBODY && id == nodeId) {
            log.info("the coordinator of group {}, broker {}, is given up: {}", settings.groupId(), id, why);
            nodeId = NOBODY;
        }
    }

    /** Forgets an answer's coordinator if the answer says so. */
    public void heed(Errors error) {
        if (error == Errors.NOT_COORDINATOR || error == Errors.COORDINATOR_NOT_AVAILABLE) {
            forget(error.message());
        }
    }

    /** What is asked next waits for nothing that was asked before, for which no answer comes any more. */
    public void startOver() {
        if (nodeId != NOBODY) {
            loop.disconnectCoordinator(nodeId);
        }
    }

    private void search() {
        if (isSearching || waiting.isEmpty()) {
            return;
        }
        isSearching = true;
        String group = settings.groupId();
        loop.send(
                Target.ANY,
                CoordinatorSearch.one(Kind.GROUP, group),
                settings.requestTimeoutMs(),
                new ResponseHandler<FindCoordinatorResponse>() {
                    @Override
                    public void onResponse(FindCoordinatorResponse response, int version, int node) {
                        isSearching = false;
                        answered(CoordinatorSearch.read(Kind.GROUP, List.of(group), response, version));
                    }

                    @Override
                    public void onFailure(RuntimeException failure) {
                        isSearching = false;
                        notFound(failure);
                    }
                });
    }

    private void answered(List<Found> answers) {
        Found found = answers.stream()
                .filter(one -> one.key().equals(settings.groupId()))
                .findFirst()
                .orElse(null);
        if (found == null) {
            notFound(Errors.COORDINATOR_NOT_AVAILABLE.exception("the answer does not name the group"));
        } else if (found.failure() != null) {
            notFound(found.failure());
        } else if (loop.cluster().node(found.nodeId()) == null) {
            loop.requestMetadata();
            notFound(Errors.COORDINATOR_NOT_AVAILABLE.exception(
                    "broker " + found.nodeId() + " is not in the metadata yet"));
        } else {
            found(found.nodeId());
        }
    }

    private void found(int id) {
        log.debug("the coordinator of group {} is broker {}", settings.groupId(), id);
        nodeId = id;
        failures = 0;
        lastFailure = null;
        List<Waiting> ready = new ArrayList<>(waiting);
        waiting.clear();
        for (Waiting one : ready) {
            long leftMs = Math.max(1, (one.deadlineNs - loop.nanoTime()) / 1_000_000);
            sendNow(one.call, leftMs, one.handler);
        }
    }

    private void notFound(RuntimeException failure) {
        lastFailure = failure;
        if (failure instanceof RetriableException) {
            log.debug("the coordinator of group {} is not found", settings.groupId(), failure);
            loop.schedule(settings.backoff().delayMs(failures++), this::search);
            return;
        }
        List<Waiting> failed = new ArrayList<>(waiting);
        waiting.clear();
        failed.forEach(one -> one.handler.onFailure(failure));
    }
}
