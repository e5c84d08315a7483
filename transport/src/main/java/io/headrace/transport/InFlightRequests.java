package io.headrace.transport;

import io.headrace.protocol.ApiKey;
import java.util.ArrayDeque;

/** The requests of one connection that wait for their answers, in the order sent. Owner: the connection's loop. */
final class InFlightRequests {

    /** One request on its way. */
    record InFlight(int correlationId, ApiKey key, int version, long sentNs, long deadlineNs, ResponseHandler handler) {

        boolean isExpired(long nowNs) {
            return deadlineNs - nowNs <= 0;
        }
    }

    private final ArrayDeque<InFlight> requests = new ArrayDeque<>();

    void add(int correlationId, ApiKey key, int version, long deadlineNs, ResponseHandler handler) {
        requests.add(new InFlight(correlationId, key, version, System.nanoTime(), deadlineNs, handler));
    }

    /** The oldest one, or null. */
    InFlight peek() {
        return requests.peek();
    }

    /** Takes the oldest one, or null. */
    InFlight poll() {
        return requests.poll();
    }

    int size() {
        return requests.size();
    }

    /** The request whose deadline comes first; null when there is none. */
    InFlight earliestDeadline(long nowNs) {
        InFlight earliest = null;
        for (InFlight request : requests) {
            if (earliest == null || request.deadlineNs() - nowNs < earliest.deadlineNs() - nowNs) {
                earliest = request;
            }
        }
        return earliest;
    }
}
