package io.headrace.txn;

/**
 * What the coordinator allows.
 *
 * @param maxTimeoutMs the longest timeout that a producer may ask for
 * @param idExpirationMs how long an idle transactional id is remembered
 * @param idExpirationCheckMs how exactly
 */
public record TransactionLimits(int maxTimeoutMs, long idExpirationMs, long idExpirationCheckMs) {}
