/**
 * The small text files of a data directory and of a partition's directory, in Kafka's formats.
 *
 * <p>All are replaced as a whole. One that cannot be read is reported, never guessed at.
 */
package io.headrace.log.checkpoint;
