/**
 * Partitions' logs on disk.
 *
 * <p>{@link io.headrace.log.LogDirectory} is a broker's data directory, {@link io.headrace.log.PartitionLog} the log of one
 * partition in it, {@link io.headrace.log.LogView} what the log is at one moment, and {@link io.headrace.log.FetchSlice}
 * bytes of it on their way to a reader. {@link io.headrace.log.BatchAdmission} checks batches that come from outside.
 *
 * <p>Methods say where they may run: on any thread, only on the partition's owner (its event loop; page cache only), or
 * only where blocking is allowed.
 */
package io.headrace.log;
