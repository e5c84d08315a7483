package io.headrace.log;

/**
 * What one compaction may take.
 *
 * @param keyMapBytes for the map of keys
 * @param loadFactor what part of the map may be filled
 * @param bufferBytes for reading, and as much again for writing
 */
public record CompactionMemory(long keyMapBytes, double loadFactor, int bufferBytes) {}
