/**
 * The calls of the Kafka protocol. {@link io.headrace.protocol.ApiKey} is generated, as are the messages in
 * {@code io.headrace.protocol.message}, from the definitions inside Apache Kafka's own jars.
 *
 * <p>A request frame is a {@code RequestHeader} in the version that {@link io.headrace.protocol.HeaderVersions} names,
 * and the body; a response frame likewise. The four bytes of length in front belong to the transport.
 */
package io.headrace.protocol;
