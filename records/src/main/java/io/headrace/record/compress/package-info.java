/**
 * Compression codecs of record batches, one class each.
 *
 * <p>A codec is immutable and thread safe. The native library of a codec is loaded when it first compresses or
 * decompresses, never before, so that a client which sends only lz4 never unpacks the library of zstd.
 */
package io.headrace.record.compress;
