/**
 * Compaction of a log by key: which segments are due, which records survive, and how segments are written anew.
 *
 * <p>Decisions are pure functions of plain values. Nothing here knows a partition, its owner or a thread: the log gives
 * segments to read, and takes the segment that was written into its place.
 */
package io.headrace.log.compact;
