package io.headrace.clients.producer.internals;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.producer.ProducerConfig;
import io.headrace.common.config.ConfigException;
import io.headrace.common.serialization.StringSerializer;
import io.headrace.testsupport.Await;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordSenderTest {

    private static final String THREAD = "record-sender-test";

    private static boolean isThreadThere() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().contains(THREAD));
    }

    @Test
    void whatIsRefusedOnceTheThreadRunsLeavesNoThread() {
        ProducerConfig config =
                new ProducerConfig(Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:1",
                        "key.serializer",
                        StringSerializer.class,
                        "value.serializer",
                        StringSerializer.class,
                        "metric.reporters",
                        List.of(),
                        "transactional.id",
                        "tx")) {
                    @Override
                    public Integer getInt(String key) {
                        if (key.equals(TRANSACTION_TIMEOUT_CONFIG)) {
                            throw new ConfigException(key, 0, "on purpose");
                        }
                        return super.getInt(key);
                    }
                };
        assertThrows(
                ConfigException.class, () -> RecordSender.start(config, "me", THREAD, new Interceptors<>(List.of())));
        Await.until("no thread is left", () -> !isThreadThere());
    }
}
