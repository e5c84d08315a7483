/**
 * What a partition remembers of its idempotent and transactional producers, so that a batch sent twice is stored once and
 * a missing one is noticed (KIP-98).
 */
package io.headrace.log.producer;
