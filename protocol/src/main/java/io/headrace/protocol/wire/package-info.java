/**
 * How values of the Kafka protocol lie in bytes, and the types that generated messages are made of.
 *
 * <p>{@link io.headrace.protocol.wire.WireReader} takes values out of a {@link io.netty.buffer.ByteBuf},
 * {@link io.headrace.protocol.wire.WireWriter} puts them in, {@link io.headrace.protocol.wire.WireSize} says how many
 * bytes that takes. All are plain code without reflection, locks or caches; nothing here retains or releases a buffer
 * unless its name says so.
 *
 * <p>Guarantees for bytes from outside:
 * <ol>
 *   <li>Bytes that are not a message are refused with {@link io.headrace.protocol.wire.MalformedMessageException} and
 *       nothing else.
 *   <li>A length or count is compared with the bytes that remain before anything is allocated for it.
 *   <li>After a message was read the reader index stands behind its last byte. After a refusal it is unspecified.
 *   <li>Bytes that are not UTF-8 are read as the replacement character, as in Kafka; such a string does not keep its
 *       bytes when it is written again.
 *   <li>Tagged fields must come in ascending order and fill exactly the length announced for them (KIP-482). One without
 *       a definition in the version at hand is kept, and written again.
 *   <li>Reading costs at most 32 bytes of heap for a byte of input, plus what a refusal costs; the tests measure it.
 * </ol>
 */
package io.headrace.protocol.wire;
