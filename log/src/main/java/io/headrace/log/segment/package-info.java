/**
 * One segment of a partition's log: the file of batches and the indexes that belong to it.
 *
 * <p>The partition's owner writes; any thread reads. Indexes are derived from the batches and can always be made anew.
 */
package io.headrace.log.segment;
