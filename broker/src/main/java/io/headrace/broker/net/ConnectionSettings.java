package io.headrace.broker.net;

/**
 * What a connection may use.
 *
 * @param maxFrameBytes the largest request ({@code socket.request.max.bytes})
 * @param maxIdleMs after how long an idle connection is closed ({@code connections.max.idle.ms}); below 0: never
 * @param maxRequests how many requests of one connection may be unanswered before it is not read from
 * @param maxRequestBytes how many bytes of requests of one connection may be unanswered before it is not read from
 * @param maxUnsentBytes how many bytes of answers the peer may leave in memory before it is not read from
 */
public record ConnectionSettings(
        int maxFrameBytes, long maxIdleMs, int maxRequests, long maxRequestBytes, long maxUnsentBytes) {}
