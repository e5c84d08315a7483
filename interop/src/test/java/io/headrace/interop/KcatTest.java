package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.headrace.interop.RecordClient.PlainRecord;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What people type into kcat; Apache's broker is the control. */
@ParameterizedClass
@EnumSource(Target.class)
class KcatTest {

    @Parameter
    Target target;

    private Kcat kcat;
    private String broker;

    @BeforeEach
    void findKcat() {
        kcat = Kcat.installed();
        broker = target.bootstrapServers();
    }

    private String topic(int partitions) throws Exception {
        String topic = Target.topic("kcat");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
        return topic;
    }

    @Test
    void metadataAsJson() throws Exception {
        String topic = topic(3);
        JsonNode json = new ObjectMapper().readTree(kcat.run("", "-L", "-J", "-b", broker, "-t", topic));
        assertEquals(broker, json.at("/brokers/0/name").asText());
        assertEquals(topic, json.at("/topics/0/topic").asText());
        assertEquals(3, json.at("/topics/0/partitions").size());
        int id = json.at("/brokers/0/id").asInt();
        assertEquals(id, json.at("/topics/0/partitions/0/leader").asInt());
        assertEquals(id, json.get("controllerid").asInt());
    }

    @Test
    void offsetsByTimestamp() throws Exception {
        String topic = topic(1);
        new io.headrace.interop.apachecontract.JavaRecordClient()
                .write(
                        broker,
                        topic,
                        "none",
                        List.of(
                                new PlainRecord("a", "1", List.of(), 1_000),
                                new PlainRecord("b", "2", List.of(), 2_000),
                                new PlainRecord("c", "3", List.of(), 3_000)));
        assertEquals(
                topic + " [0] offset 1",
                kcat.run("", "-Q", "-b", broker, "-t", topic + ":0:1500").trim());
        assertEquals(
                topic + " [0] offset 0",
                kcat.run("", "-Q", "-b", broker, "-t", topic + ":0:-2").trim());
        assertEquals(
                topic + " [0] offset 3",
                kcat.run("", "-Q", "-b", broker, "-t", topic + ":0:-1").trim());
    }

    @Test
    void theLastRecordsOfEveryPartition() throws Exception {
        String topic = topic(2);
        for (int p = 0; p < 2; p++) {
            kcat.run("x\ny\nz\n", "-P", "-b", broker, "-t", topic, "-p", Integer.toString(p));
        }
        String tail = kcat.run("", "-C", "-b", broker, "-t", topic, "-o", "-1", "-e", "-q", "-f", "%p/%o/%s\n");
        assertEquals(List.of("0/2/z", "1/2/z"), tail.lines().sorted().toList());
    }

    @Test
    void theIdempotentProducer() throws Exception {
        String topic = topic(1);
        kcat.run("a\nb\nc\n", "-P", "-b", broker, "-t", topic, "-p", "0", "-X", "enable.idempotence=true");
        assertEquals(
                List.of("0:a", "1:b", "2:c"),
                kcat.run("", "-C", "-b", broker, "-t", topic, "-o", "beginning", "-e", "-q", "-f", "%o:%s\n")
                        .lines()
                        .toList());
    }

    @Test
    void aTopicThatIsNotThere() {
        AssertionError thrown = assertThrows(
                AssertionError.class,
                () -> kcat.run(
                        "",
                        "-C",
                        "-b",
                        broker,
                        "-t",
                        Target.topic("absent"),
                        "-p",
                        "5",
                        "-e",
                        "-X",
                        "allow.auto.create.topics=false"));
        assertTrue(thrown.getMessage().contains("nknown"), thrown.getMessage());
    }
}
