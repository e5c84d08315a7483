package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.AlterConfigOp;
import io.headrace.clients.admin.AlterConfigsOptions;
import io.headrace.clients.admin.ConfigEntry;
import io.headrace.clients.admin.ListConfigResourcesOptions;
import io.headrace.common.KafkaFuture;
import io.headrace.common.config.ConfigResource;
import io.headrace.common.errors.InvalidConfigurationException;
import io.headrace.common.errors.InvalidRequestException;
import io.headrace.common.errors.UnknownTopicOrPartitionException;
import io.headrace.common.quota.ClientQuotaAlteration;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.quota.ClientQuotaFilter;
import io.headrace.common.quota.ClientQuotaFilterComponent;
import io.headrace.interop.Target;
import io.headrace.testsupport.Await;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Target.class)
class AdminSettingsContractTest {

    @Parameter
    Target target;

    private Contract contract() {
        return new Contract(target);
    }

    private static <T> T get(KafkaFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** A broker answers from what it has been told so far. */
    private static void assertSoon(Object expected, Callable<?> actual) throws Exception {
        Await.until("it is " + expected, () -> expected.equals(actual.call()));
    }

    private static void assertFails(Class<? extends Throwable> expected, KafkaFuture<?> future) {
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> future.get(30, TimeUnit.SECONDS));
        assertInstanceOf(expected, thrown.getCause());
    }

    private static AlterConfigOp op(AlterConfigOp.OpType type, String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), type);
    }

    private static String value(Admin admin, ConfigResource resource, String name) throws Exception {
        return get(admin.describeConfigs(List.of(resource)).all())
                .get(resource)
                .get(name)
                .value();
    }

    @Test
    void configsAreSetAppendedSubtractedAndDeleted() throws Exception {
        String topic = contract().newTopic("altered", 1, "retention.ms", "1000000", "segment.ms", "2000000");
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = contract().admin()) {
            get(admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(
                                    op(AlterConfigOp.OpType.SET, "retention.ms", "3000000"),
                                    op(AlterConfigOp.OpType.APPEND, "cleanup.policy", "compact"))))
                    .all());
            assertSoon("3000000", () -> value(admin, resource, "retention.ms"));
            assertSoon("delete,compact", () -> value(admin, resource, "cleanup.policy"));
            assertEquals("2000000", value(admin, resource, "segment.ms"), "what is not named stays as it is");
            get(admin.incrementalAlterConfigs(Map.of(
                            resource,
                            List.of(
                                    op(AlterConfigOp.OpType.DELETE, "retention.ms", ""),
                                    op(AlterConfigOp.OpType.SUBTRACT, "cleanup.policy", "compact"))))
                    .all());
            assertSoon("604800000", () -> value(admin, resource, "retention.ms"));
            assertSoon("delete", () -> value(admin, resource, "cleanup.policy"));
        }
    }

    @Test
    void aChangeThatIsOnlyCheckedChangesNothing() throws Exception {
        String topic = contract().newTopic("checked", 1);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Collection<AlterConfigOp>> good =
                Map.of(resource, List.of(op(AlterConfigOp.OpType.SET, "retention.ms", "3000000")));
        Map<ConfigResource, Collection<AlterConfigOp>> bad =
                Map.of(resource, List.of(op(AlterConfigOp.OpType.SET, "retention.ms", "soon")));
        AlterConfigsOptions checkOnly = new AlterConfigsOptions().validateOnly(true);
        try (Admin admin = contract().admin()) {
            get(admin.incrementalAlterConfigs(good, checkOnly).all());
            assertEquals("604800000", value(admin, resource, "retention.ms"));
            assertFails(
                    InvalidConfigurationException.class,
                    admin.incrementalAlterConfigs(bad, checkOnly).values().get(resource));
            assertFails(
                    InvalidConfigurationException.class,
                    admin.incrementalAlterConfigs(bad).values().get(resource));
        }
    }

    @Test
    void eachResourceFailsForItself() throws Exception {
        String topic = contract().newTopic("itself", 1);
        ConfigResource here = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        ConfigResource gone = new ConfigResource(ConfigResource.Type.TOPIC, Target.topic("gone"));
        List<AlterConfigOp> change = List.of(op(AlterConfigOp.OpType.SET, "retention.ms", "3000000"));
        try (Admin admin = contract().admin()) {
            Map<ConfigResource, KafkaFuture<Void>> changed = admin.incrementalAlterConfigs(
                            Map.of(here, change, gone, change))
                    .values();
            get(changed.get(here));
            assertFails(UnknownTopicOrPartitionException.class, changed.get(gone));
            ConfigResource noBroker = new ConfigResource(ConfigResource.Type.BROKER, "one");
            assertThrows(NumberFormatException.class, () -> admin.incrementalAlterConfigs(Map.of(noBroker, change)));
        }
    }

    @Test
    void resourcesWithConfigsAreListed() throws Exception {
        String topic = contract().newTopic("listed", 1);
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, Target.topic("g"));
        try (Admin admin = contract().admin()) {
            get(admin.incrementalAlterConfigs(Map.of(
                            group, List.of(op(AlterConfigOp.OpType.SET, "consumer.session.timeout.ms", "50000"))))
                    .all());
            assertSoon(
                    true,
                    () -> get(admin.listConfigResources(
                                            Set.of(ConfigResource.Type.GROUP), new ListConfigResourcesOptions())
                                    .all())
                            .contains(group));
            assertTrue(get(admin.listConfigResources().all())
                    .contains(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
        }
    }

    @Test
    void quotasAreSetReadAndRemoved() throws Exception {
        String client = Target.topic("client");
        ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.CLIENT_ID, client));
        ClientQuotaFilter filter = ClientQuotaFilter.containsOnly(
                List.of(ClientQuotaFilterComponent.ofEntity(ClientQuotaEntity.CLIENT_ID, client)));
        try (Admin admin = contract().admin()) {
            get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            entity,
                            List.of(
                                    new ClientQuotaAlteration.Op("producer_byte_rate", 1_000_000.0),
                                    new ClientQuotaAlteration.Op("consumer_byte_rate", 2_000_000.0)))))
                    .all());
            Map<String, Double> quotas = Map.of("producer_byte_rate", 1_000_000.0, "consumer_byte_rate", 2_000_000.0);
            Await.until(
                    "the quotas are shown",
                    () -> Map.of(entity, quotas)
                            .equals(get(admin.describeClientQuotas(filter).entities())));
            assertTrue(get(admin.describeClientQuotas(ClientQuotaFilter.contains(
                                    List.of(ClientQuotaFilterComponent.ofEntityType(ClientQuotaEntity.CLIENT_ID))))
                            .entities())
                    .containsKey(entity));
            get(admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                            entity,
                            List.of(
                                    new ClientQuotaAlteration.Op("producer_byte_rate", null),
                                    new ClientQuotaAlteration.Op("consumer_byte_rate", null)))))
                    .all());
            assertSoon(Map.of(), () -> get(admin.describeClientQuotas(filter).entities()));
            assertFails(
                    InvalidRequestException.class,
                    admin.alterClientQuotas(List.of(new ClientQuotaAlteration(
                                    entity, List.of(new ClientQuotaAlteration.Op("no_such_quota", 1.0)))))
                            .all());
        }
    }
}
