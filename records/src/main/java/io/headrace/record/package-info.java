/**
 * Record batches in format v2: what producers build, brokers store without looking inside, and consumers read.
 *
 * <p>A batch is always bytes. {@link io.headrace.record.BatchHeader} is a view of its header,
 * {@link io.headrace.record.BatchCursor} walks the batches of a buffer, {@link io.headrace.record.RecordCursor} the
 * records of a batch, {@link io.headrace.record.BatchValidator} checks what a broker takes from outside, and
 * {@link io.headrace.record.BatchBuilder} makes new batches. Nothing here keeps a thread, a lock or a static buffer.
 *
 * <p>Errors in bytes from outside are always one of these, and nothing else:
 *
 * <ul>
 *   <li>{@link io.headrace.common.errors.CorruptRecordException}: the bytes are not what was sent (lengths, magic, CRC);
 *       sending them again may help.
 *   <li>{@link io.headrace.common.InvalidRecordException}: the CRC holds, so they are what was sent, but no valid batch;
 *       sending them again cannot help.
 *   <li>{@link io.headrace.common.errors.RecordTooLargeException}: the batch unpacks to more than the reader's limit.
 *   <li>{@link io.headrace.common.errors.UnsupportedCompressionTypeException}: an unknown codec id.
 *   <li>{@link io.headrace.common.errors.UnsupportedForMessageFormatException}: a message set of the formats v0 or v1.
 * </ul>
 */
package io.headrace.record;
