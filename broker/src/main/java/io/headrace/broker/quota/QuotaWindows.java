package io.headrace.broker.quota;

/**
 * Over what time use is measured.
 *
 * @param count how many windows
 * @param lengthMs how long each is
 */
public record QuotaWindows(int count, long lengthMs) {}
