package io.headrace.clients.consumer.internals.group;

import io.headrace.clients.internals.Backoff;
import java.util.Optional;

/**
 * What a member of a group is configured with. Immutable.
 *
 * @param groupId the group
 * @param instanceId name of a static member (KIP-345)
 * @param sessionTimeoutMs how long the coordinator waits for a heartbeat; classic protocol only
 * @param heartbeatIntervalMs the time between heartbeats; classic protocol only
 * @param maxPollIntervalMs how long the application may take between polls, and for giving partitions up
 * @param rack where the member is; null when that is not said
 * @param serverAssignor which assignor the coordinator is to use; null for its own choice; KIP-848 only
 * @param requestTimeoutMs how long one attempt to ask the coordinator may take
 * @param backoff the delay before it is asked again
 */
public record GroupSettings(
        String groupId,
        Optional<String> instanceId,
        int sessionTimeoutMs,
        int heartbeatIntervalMs,
        int maxPollIntervalMs,
        String rack,
        String serverAssignor,
        long requestTimeoutMs,
        Backoff backoff) {}
