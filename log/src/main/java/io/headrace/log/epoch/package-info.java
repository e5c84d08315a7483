/** Which leader wrote what: the chain of leader epochs of a partition (KIP-101, KIP-279). */
package io.headrace.log.epoch;
