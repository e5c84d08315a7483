package io.headrace.metadata.config;

import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.image.ClusterImage;
import java.util.Map;

/**
 * The settings that count for one consumer group: its own ones, kept within the broker's bounds, and for the rest the
 * broker's. Immutable. Times are in milliseconds.
 *
 * @param consumerSessionTimeoutMs "consumer.session.timeout.ms": how long a member may be silent
 * @param consumerHeartbeatIntervalMs "consumer.heartbeat.interval.ms": how often members are to send a heartbeat
 * @param consumerAssignmentIntervalMs "consumer.assignment.interval.ms": the least time between two assignments
 */
public record GroupSettings(
        int consumerSessionTimeoutMs, int consumerHeartbeatIntervalMs, int consumerAssignmentIntervalMs) {

    /** Those of a group, as of {@code image}; a group that nobody has seen has some too. */
    public static GroupSettings of(BrokerConfig broker, ClusterImage image, String group) {
        Map<String, String> own = image.configs(new ConfigResource(ConfigResource.Type.GROUP, group));
        return new GroupSettings(
                value(broker, own, GroupResourceKeys.SESSION_TIMEOUT_MS),
                value(broker, own, GroupResourceKeys.HEARTBEAT_INTERVAL_MS),
                value(broker, own, GroupResourceKeys.ASSIGNMENT_INTERVAL_MS));
    }

    private static int value(BrokerConfig broker, Map<String, String> own, String key) {
        GroupResourceKeys.Bounded bounded = GroupResourceKeys.bounded(key);
        String text = own.get(key);
        if (text == null) {
            return broker.intSetting(bounded.brokerKey());
        }
        // The bounds may have become narrower since the value was set.
        int atLeast = Math.max(Integer.parseInt(text.trim()), broker.intSetting(bounded.minKey()));
        return Math.min(atLeast, broker.intSetting(bounded.maxKey()));
    }
}
