package io.headrace.clients.producer.internals.transactions;

import java.util.HashMap;
import java.util.Map;

/** Which brokers coordinate the transactional id and the groups, as far as is known. Owner: the machine. */
final class Coordinators {

    private static final int UNKNOWN = Integer.MIN_VALUE;

    private final String transactionalId;
    private final Map<String, Integer> ofGroups = new HashMap<>();
    private int ofTransactions = UNKNOWN;

    Coordinators(String transactionalId) {
        this.transactionalId = transactionalId;
    }

    /** Where a request goes, or the request to be sent first because nobody knows that. */
    Step.Send route(Request request) {
        if (request instanceof Request.FindCoordinator) {
            return new Step.Send(request, Step.ANY_BROKER);
        }
        if (request instanceof Request.CommitOffsets commit) {
            String groupId = commit.group().groupId();
            Integer node = ofGroups.get(groupId);
            return node != null ? new Step.Send(request, node) : find(true, groupId);
        }
        return ofTransactions != UNKNOWN ? new Step.Send(request, ofTransactions) : find(false, transactionalId);
    }

    private static Step.Send find(boolean isOfGroup, String key) {
        return new Step.Send(new Request.FindCoordinator(isOfGroup, key), Step.ANY_BROKER);
    }

    void found(Request.FindCoordinator asked, int nodeId) {
        if (asked.isOfGroup()) {
            ofGroups.put(asked.key(), nodeId);
        } else {
            ofTransactions = nodeId;
        }
    }

    /** The broker that a request went to is not the right one, or cannot be reached. */
    void forgetTargetOf(Request request) {
        if (request instanceof Request.CommitOffsets commit) {
            ofGroups.remove(commit.group().groupId());
        } else if (!(request instanceof Request.FindCoordinator)) {
            ofTransactions = UNKNOWN;
        }
    }
}
