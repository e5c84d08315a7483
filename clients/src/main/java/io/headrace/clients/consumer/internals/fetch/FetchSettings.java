package io.headrace.clients.consumer.internals.fetch;

import io.headrace.clients.internals.Backoff;
import io.headrace.common.IsolationLevel;

/**
 * What the application configured about fetching. Immutable.
 *
 * @param minBytes {@code fetch.min.bytes}
 * @param maxBytes {@code fetch.max.bytes}
 * @param maxWaitMs {@code fetch.max.wait.ms}
 * @param maxPartitionBytes {@code max.partition.fetch.bytes}
 * @param isolation {@code isolation.level}
 * @param rack {@code client.rack}
 * @param reset {@code auto.offset.reset}
 * @param requestTimeoutMs {@code request.timeout.ms}
 * @param preferredReplicaMs how long a follower is read from before the leader is asked again: {@code metadata.max.age.ms}
 * @param backoff {@code retry.backoff.ms} and {@code retry.backoff.max.ms}
 * @param maxPollRecords {@code max.poll.records}
 * @param checksCrcs {@code check.crcs}
 */
public record FetchSettings(
        int minBytes,
        int maxBytes,
        int maxWaitMs,
        int maxPartitionBytes,
        IsolationLevel isolation,
        String rack,
        OffsetReset reset,
        int requestTimeoutMs,
        long preferredReplicaMs,
        Backoff backoff,
        int maxPollRecords,
        boolean checksCrcs) {}
