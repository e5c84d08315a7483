package io.headrace.metadata.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.headrace.common.config.ConfigResource;
import io.headrace.metadata.config.BrokerConfig;
import io.headrace.metadata.image.ClusterImage;
import io.headrace.metadata.image.ImageChange;
import io.headrace.metadata.record.ConfigRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LiveConfigTest {
    private final BrokerConfig atStart = BrokerConfig.of(Map.of("log.dirs", "/data", "max.connections", "9"));
    private final LiveConfig live = new LiveConfig(atStart);
    private final List<Integer> heard = new ArrayList<>();
    private ClusterImage image = ClusterImage.empty("cluster");

    private void set(ConfigResource.Type type, String resource, String name, String value) {
        ImageChange change = image.apply(List.of(new ConfigRecord()
                .resourceType(type.id())
                .resourceName(resource)
                .name(name)
                .value(value)));
        image = change.after();
        live.apply(change);
    }

    @Test
    void whatIsSetForThisBrokerBeatsWhatIsSetForAll() {
        live.onChange(now -> heard.add(now.maxConnections()));
        set(ConfigResource.Type.TOPIC, "t", "retention.ms", "1");
        assertSame(atStart, live.current());
        set(ConfigResource.Type.BROKER, "", "max.connections", "5");
        set(ConfigResource.Type.BROKER, "1", "max.connections", "4");
        set(ConfigResource.Type.BROKER, "2", "max.connections", "3");
        set(ConfigResource.Type.BROKER, "1", "max.connections", null);
        set(ConfigResource.Type.BROKER, "", "max.connections", null);
        assertEquals(List.of(5, 4, 4, 5, 9), heard);
        assertSame(atStart, live.current());
    }

    @Test
    void whatDoesNotFitWhatTheBrokerWasStartedWithIsLeftOut() {
        set(ConfigResource.Type.BROKER, "", "max.connections.per.ip", "0");
        assertSame(atStart, live.current());
    }
}
