package io.headrace.metadata.plan;

import io.headrace.common.Uuid;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Images and configurations that planner tests begin with. */
final class Cluster {
    private Cluster() {}

    static ClusterImage of(int... brokers) {
        ClusterImage image = ClusterImage.empty("cluster");
        for (int id : brokers) {
            BrokerDescription broker = new BrokerDescription(
                    id, new Uuid(id, 1), List.of(new Endpoint("PLAINTEXT", "host", 9092, (short) 0)), null);
            image = after(image, RegisterBroker.of(broker, 1));
        }
        return image;
    }

    static ClusterImage after(ClusterImage image, Planner<?> planner) {
        return image.apply(planner.plan(image, 0).records()).after();
    }

    static BrokerConfig config(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>(Map.of("log.dirs", "/data"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return BrokerConfig.of(settings);
    }
}
