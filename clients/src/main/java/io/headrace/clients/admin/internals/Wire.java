package io.headrace.clients.admin.internals;

import io.headrace.clients.internals.calls.Route;
import io.headrace.common.Node;
import io.headrace.common.Uuid;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.ApiException;
import io.headrace.common.errors.InvalidGroupIdException;
import io.headrace.common.errors.InvalidTopicException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.MetadataResponse.MetadataResponseBroker;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What several answers say in the same way. Stateless. */
public final class Wire {

    private static final int NOT_ASKED_FOR = Integer.MIN_VALUE;
    private static final int BITS = 32;

    private Wire() {}

    public static Map<Integer, Node> nodes(Collection<MetadataResponseBroker> brokers) {
        Map<Integer, Node> nodes = new HashMap<>();
        for (MetadataResponseBroker broker : brokers) {
            nodes.put(broker.nodeId(), new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack()));
        }
        return nodes;
    }

    /** Brokers by id; one that is not known has no address. */
    public static List<Node> nodes(List<Integer> ids, Map<Integer, Node> known) {
        return ids.stream()
                .map(id -> known.getOrDefault(id, new Node(id, "", -1)))
                .toList();
    }

    /** The operations in a bit field, or null when they were not asked for. */
    public static Set<AclOperation> operations(int bits) {
        if (bits == NOT_ASKED_FOR) {
            return null;
        }
        Set<AclOperation> operations = new HashSet<>();
        for (int code = 0; code < BITS; code++) {
            AclOperation operation = AclOperation.fromCode((byte) code);
            if ((bits & 1 << code) != 0 && !operation.isUnknown()) {
                operations.add(operation);
            }
        }
        return operations;
    }

    /** The failure that an error code and perhaps a message stand for. */
    public static ApiException failure(Errors error, String message) {
        return error.exception(message == null || message.isEmpty() ? null : message);
    }

    /**
     * Who knows the configs of a resource: a broker its own and its loggers', everybody the rest.
     *
     * @throws NumberFormatException when a broker's name is no number
     */
    public static Route routeOfConfigs(ConfigResource resource) {
        boolean isAboutBroker =
                resource.type() == ConfigResource.Type.BROKER || resource.type() == ConfigResource.Type.BROKER_LOGGER;
        // A broker without a name stands for the defaults of all brokers, which each of them knows.
        return isAboutBroker && !resource.isDefault() ? Route.broker(Integer.parseInt(resource.name())) : Route.ANY;
    }

    /** Why a topic's name cannot even be asked about, or null when it can. */
    public static RuntimeException unusableName(String name) {
        return name == null || name.isEmpty()
                ? new InvalidTopicException("The given topic name '" + name + "' cannot be represented in a request.")
                : null;
    }

    /** Why a topic's id cannot even be asked about, or null when it can. */
    public static RuntimeException unusableTopicId(Uuid id) {
        return id == null || id.equals(Uuid.ZERO_UUID)
                ? new InvalidTopicException("The given topic id '" + id + "' cannot be represented in a request.")
                : null;
    }

    /** Why nobody can be asked about a group or transactional id, or null when the coordinator can. */
    public static RuntimeException unusableId(String id) {
        return id == null
                ? new InvalidGroupIdException("The id of a group or transaction is null, which no request can say")
                : null;
    }
}
