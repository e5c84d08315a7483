package io.headrace.interop.contract;

import static io.headrace.interop.contract.Contract.bytes;
import static io.headrace.interop.contract.Contract.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.TransactionDescription;
import io.headrace.clients.admin.TransactionState;
import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.common.config.ConfigException;
import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.interop.Target;
import io.headrace.interop.TwoPhaseBroker;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A producer whose transactions take part in a two-phase commit: the cluster never ends them for their age (KIP-939). */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
@SuppressWarnings("FutureReturnValueIgnored") // A record that failed fails the commit.
class TwoPhaseCommitTest {

    private static final String ENABLE = "transaction.two.phase.commit.enable";

    private static TransactionDescription describe(Contract contract, String id) throws Exception {
        try (Admin admin = contract.admin()) {
            return admin.describeTransactions(List.of(id)).description(id).get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void theClusterIsToldToWaitForTheEndWithoutLimit() throws Exception {
        Contract contract = new Contract(TwoPhaseBroker.bootstrapServers());
        String topic = contract.newTopic("two-phase", 1);
        try (KafkaProducer<byte[], byte[]> producer = contract.producer("transactional.id", topic, ENABLE, true)) {
            producer.initTransactions();
            for (int i = 0; i < 3; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, 0, null, bytes("v" + i))).get(30, TimeUnit.SECONDS);
                TransactionDescription open = describe(contract, topic);
                assertEquals(TransactionState.ONGOING, open.state());
                assertEquals(Integer.MAX_VALUE, open.transactionTimeoutMs());
                if (i == 1) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
        }
        List<String> values = contract.readPartition(topic, 0, 2, "isolation.level", "read_committed").stream()
                .map(record -> text(record.value()))
                .toList();
        assertEquals(List.of("v0", "v2"), values);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void whereItIsNotOfferedNothingBegins(Target target) {
        Contract contract = new Contract(target);
        try (KafkaProducer<byte[], byte[]> producer =
                contract.producer("transactional.id", Target.topic("two-phase"), ENABLE, true)) {
            assertThrows(UnsupportedVersionException.class, producer::initTransactions);
        }
        assertThrows(
                ConfigException.class,
                () -> contract.producer("transactional.id", "id", ENABLE, true, "transaction.timeout.ms", 60_000));
    }
}
