package io.headrace.clients.consumer.internals.assignor;

import io.headrace.clients.consumer.ConsumerPartitionAssignor;
import io.headrace.common.KafkaException;
import io.headrace.common.config.AbstractConfig;
import io.headrace.common.config.ConfigDef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the assignors that settings name. Has no state. */
public final class AssignorInstances {

    private AssignorInstances() {}

    /** See {@link ConsumerPartitionAssignor#getAssignorInstances}. */
    public static List<ConsumerPartitionAssignor> of(List<String> classes, Map<String, Object> configs) {
        if (classes == null) {
            return List.of();
        }
        // Only for its way of making objects: none of the settings is parsed, or logged as unknown.
        List<ConsumerPartitionAssignor> assignors = new AbstractConfig(new ConfigDef(), Map.of(), false)
                .getConfiguredInstances(classes, ConsumerPartitionAssignor.class, configs);
        Map<String, ConsumerPartitionAssignor> byName = new HashMap<>();
        for (ConsumerPartitionAssignor assignor : assignors) {
            ConsumerPartitionAssignor other = byName.put(assignor.name(), assignor);
            if (other != null) {
                throw new KafkaException("The assignor name '" + assignor.name() + "' is used by "
                        + other.getClass().getName() + " and by "
                        + assignor.getClass().getName()
                        + ": the names of a consumer's assignors have to differ");
            }
        }
        return assignors;
    }
}
