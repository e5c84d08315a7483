package io.headrace.cli.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.headrace.cli.output.Document;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Files that the tests read. */
final class SpecExamples {
    static final String WITHOUT_PASSWORDS = """
            version: 1
            owned:
              topics: [orders, orders-*]
              users: [orders-*]
              principals: ["User:orders-*"]
            topics:
              orders:
                partitions: 6
                replicationFactor: 1
                configs:
                  retention.ms: 7d
                  max.message.bytes: 2MiB
                  cleanup.policy: [compact, delete]
                  segment.bytes: null
                  preallocate: true
                  min.cleanable.dirty.ratio: 0.25
              orders-dlq:
            quotas:
              - user: orders-service
                clientId: <default>
                limits:
                  producer_byte_rate: 10MiB
                  request_percentage: 12.5
              - ip: 10.0.0.1
                limits: {connection_creation_rate: 5}
            acls:
              - principal: User:orders-service
                allow: [read, write, describe-configs]
                topicPrefix: orders
              - principal: User:orders-service
                host: 10.0.0.1
                deny: [cluster-action]
                cluster: kafka-cluster
            """;

    static final String YAML = WITHOUT_PASSWORDS + """
            users:
              orders-service:
                SCRAM-SHA-512: {password: {env: ORDERS_PASSWORD}, iterations: 8192}
                SCRAM-SHA-256:
                  password:
                    file: secrets/orders
            """;

    private SpecExamples() {}

    static String json(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            Document.write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
