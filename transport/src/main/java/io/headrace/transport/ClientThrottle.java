package io.headrace.transport;

import io.headrace.protocol.ApiKey;
import io.headrace.protocol.ApiMessage;
import io.headrace.protocol.ThrottledResponse;

/**
 * Who has to wait when a broker throttles (KIP-219): from some version of each call on the client, which gets its answer at
 * once and must send nothing more for a time; before that version the broker, which has waited already when it answers.
 * Stateless.
 */
public final class ClientThrottle {

    private static final int NEVER = Integer.MAX_VALUE;

    private ClientThrottle() {}

    /** How long to send nothing to the broker that answered this, in ms; 0 for no time. */
    public static int pauseMs(ApiMessage response, int version) {
        int pauseMs = response instanceof ThrottledResponse throttled ? throttled.throttleTimeMs() : 0;
        return pauseMs > 0 && isForClient(response.apiKey(), version) ? pauseMs : 0;
    }

    /** Whether the throttle time of an answer is for the client to keep. */
    public static boolean isForClient(ApiKey key, int version) {
        return version >= firstVersion(key);
    }

    private static int firstVersion(ApiKey key) {
        return switch (key) {
            case FETCH -> 8;
            case PRODUCE, METADATA -> 6;
            case OFFSET_COMMIT, OFFSET_FETCH -> 4;
            case LIST_OFFSETS, JOIN_GROUP, CREATE_TOPICS -> 3;
            case FIND_COORDINATOR,
                    HEARTBEAT,
                    LEAVE_GROUP,
                    SYNC_GROUP,
                    DESCRIBE_GROUPS,
                    LIST_GROUPS,
                    API_VERSIONS,
                    DELETE_TOPICS,
                    DESCRIBE_CONFIGS -> 2;
            case DELETE_RECORDS,
                    INIT_PRODUCER_ID,
                    ADD_PARTITIONS_TO_TXN,
                    ADD_OFFSETS_TO_TXN,
                    END_TXN,
                    TXN_OFFSET_COMMIT,
                    DESCRIBE_ACLS,
                    CREATE_ACLS,
                    DELETE_ACLS,
                    ALTER_CONFIGS,
                    ALTER_REPLICA_LOG_DIRS,
                    DESCRIBE_LOG_DIRS,
                    CREATE_PARTITIONS,
                    CREATE_DELEGATION_TOKEN,
                    RENEW_DELEGATION_TOKEN,
                    EXPIRE_DELEGATION_TOKEN,
                    DESCRIBE_DELEGATION_TOKEN,
                    DELETE_GROUPS -> 1;
            case INCREMENTAL_ALTER_CONFIGS,
                    ALTER_PARTITION_REASSIGNMENTS,
                    LIST_PARTITION_REASSIGNMENTS,
                    ALTER_USER_SCRAM_CREDENTIALS,
                    DESCRIBE_USER_SCRAM_CREDENTIALS,
                    BROKER_HEARTBEAT,
                    BROKER_REGISTRATION,
                    UNREGISTER_BROKER,
                    DESCRIBE_TOPIC_PARTITIONS,
                    ELECT_LEADERS,
                    OFFSET_DELETE -> 0;
            default -> NEVER;
        };
    }
}
