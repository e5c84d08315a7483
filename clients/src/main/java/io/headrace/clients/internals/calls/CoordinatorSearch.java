package io.headrace.clients.internals.calls;

import io.headrace.clients.internals.Call;
import io.headrace.common.errors.GroupAuthorizationException;
import io.headrace.common.errors.TransactionalIdAuthorizationException;
import io.headrace.common.protocol.Errors;
import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.message.FindCoordinatorRequest;
import io.headrace.protocol.message.FindCoordinatorResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * What FindCoordinator asks and says, in all its versions. Stateless.
 *
 * <p>From version 4 on one request names several keys (KIP-699), and the answer has an entry for each; before, it is about
 * one key, which the answer does not repeat.
 */
public final class CoordinatorSearch {

    private static final int FIRST_WITH_KIND = 1;
    private static final int FIRST_WITH_SEVERAL_KEYS = 4;

    /** What is coordinated. */
    public enum Kind {
        GROUP(0, "group"),
        TRANSACTION(1, "transactional id");

        private final byte id;
        private final String noun;

        Kind(int id, String noun) {
            this.id = (byte) id;
            this.noun = noun;
        }

        /** What a key of this kind is called in messages. */
        public String noun() {
            return noun;
        }
    }

    /**
     * What an answer says of one key.
     *
     * @param key the group or transactional id
     * @param nodeId the coordinator, when there is no failure
     * @param failure null when it was found
     */
    public record Found(String key, int nodeId, RuntimeException failure) {}

    private CoordinatorSearch() {}

    /** Asks about one key; every broker understands that. */
    public static Call one(Kind kind, String key) {
        int lowest = kind == Kind.GROUP ? 0 : FIRST_WITH_KIND;
        return Call.of(
                ApiKey.FIND_COORDINATOR,
                lowest,
                ApiKey.FIND_COORDINATOR.highestStableVersion(),
                version -> request(kind, List.of(key), version));
    }

    /** Asks about several keys; brokers from FindCoordinator version 4 on understand that. */
    public static Call several(Kind kind, List<String> keys) {
        return Call.of(
                ApiKey.FIND_COORDINATOR,
                FIRST_WITH_SEVERAL_KEYS,
                ApiKey.FIND_COORDINATOR.highestStableVersion(),
                version -> request(kind, keys, version));
    }

    private static ApiMessage request(Kind kind, List<String> keys, int version) {
        FindCoordinatorRequest request = new FindCoordinatorRequest();
        if (version >= FIRST_WITH_KIND) {
            request.keyType(kind.id);
        }
        return version >= FIRST_WITH_SEVERAL_KEYS ? request.coordinatorKeys(keys) : request.key(keys.get(0));
    }

    /**
     * What an answer says of each key.
     *
     * @param asked the keys that the request named
     */
    public static List<Found> read(Kind kind, List<String> asked, FindCoordinatorResponse response, int version) {
        if (version < FIRST_WITH_SEVERAL_KEYS) {
            return List.of(found(kind, asked.get(0), response.nodeId(), response.errorCode(), response.errorMessage()));
        }
        List<Found> found = new ArrayList<>();
        for (FindCoordinatorResponse.Coordinator one : response.coordinators()) {
            found.add(found(kind, one.key(), one.nodeId(), one.errorCode(), one.errorMessage()));
        }
        return found;
    }

    private static Found found(Kind kind, String key, int nodeId, short code, String message) {
        Errors error = Errors.forCode(code);
        return new Found(key, nodeId, error == Errors.NONE ? null : failure(kind, key, error, message));
    }

    private static RuntimeException failure(Kind kind, String key, Errors error, String message) {
        if (error == Errors.GROUP_AUTHORIZATION_FAILED) {
            return GroupAuthorizationException.forGroupId(key);
        } else if (error == Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED) {
            return new TransactionalIdAuthorizationException("Not authorized to access transactional id " + key);
        }
        String what = message == null || message.isEmpty() ? error.message() : message;
        return error.exception("The coordinator of " + kind.noun() + " " + key + " was not found: " + what);
    }
}
