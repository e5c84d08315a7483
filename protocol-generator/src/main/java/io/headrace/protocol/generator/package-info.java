/**
 * Build time only: turns the message definitions that Apache Kafka publishes inside its jars into Java sources.
 *
 * <p>A definition is read into a {@code MessageSpec} and checked; a {@code FieldCode} answers questions about a field in
 * its place; one emitter each writes fields, reading, writing, size, equality and text of a struct into a
 * {@code JavaSource}. How a module runs the generator is told in {@code docs/protocol-generator.md}.
 */
package io.headrace.protocol.generator;
