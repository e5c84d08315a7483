/** The producer: {@link io.headrace.clients.producer.KafkaProducer} and what its callers handle. */
package io.headrace.clients.producer;
