package io.headrace.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.headrace.testsupport.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** librdkafka's balanced consumers, by {@code kcat -G}; Apache's broker is the control. */
@ParameterizedClass
@EnumSource(Target.class)
class KcatGroupTest {

    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Parameter
    Target target;

    private Kcat kcat;

    @BeforeEach
    void findKcat() {
        kcat = Kcat.installed();
    }

    /** A running kcat and the lines that it printed so far. */
    private static final class Member implements AutoCloseable {

        final Process process;
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Member(Process process) {
            this.process = process;
            Thread reader = new Thread(this::read, "kcat-output");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader output = process.inputReader(UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                // Its end is what the test sees.
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    private Member member(String group, String topic, String assignor) throws IOException {
        return new Member(kcat.start(
                "-b",
                target.bootstrapServers(),
                "-G",
                group,
                "-q",
                "-u",
                "-f",
                "%s\n",
                "-X",
                "auto.offset.reset=earliest",
                "-X",
                "auto.commit.interval.ms=100",
                "-X",
                "session.timeout.ms=3000",
                "-X",
                "heartbeat.interval.ms=200",
                "-X",
                "partition.assignment.strategy=" + assignor,
                topic));
    }

    private void write(String topic, int from, int to) throws Exception {
        for (int p = 0; p < PARTITIONS; p++) {
            int partition = p;
            String lines = IntStream.range(from, to)
                    .filter(n -> n % PARTITIONS == partition)
                    .mapToObj(n -> n + "\n")
                    .collect(Collectors.joining());
            kcat.run(lines, "-P", "-b", target.bootstrapServers(), "-t", topic, "-p", Integer.toString(p));
        }
    }

    /** Members share the partitions, one is killed, and the other goes on from what was committed. */
    @Test
    void aKilledMemberIsTakenOver() throws Exception {
        for (String assignor : List.of("range,roundrobin", "cooperative-sticky")) {
            String topic = Target.topic("kcat-group");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", target.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
                try (Member first = member(topic, topic, assignor);
                        Member second = member(topic, topic, assignor)) {
                    Await.until("each member has partitions", PATIENCE, () -> shared(admin, topic));
                    write(topic, 0, 40);
                    Await.until("all values", PATIENCE, () -> first.lines.size() + second.lines.size() >= 40);
                    Await.until("all committed", PATIENCE, () -> committed(admin, topic) == 40);
                    first.process.destroyForcibly().waitFor();
                    write(topic, 40, 80);
                    Await.until("all values again", PATIENCE, () -> first.lines.size() + second.lines.size() >= 80);
                    HashSet<String> all = new HashSet<>(first.lines);
                    all.addAll(second.lines);
                    assertEquals(80, all.size());
                    assertEquals(80, first.lines.size() + second.lines.size());
                }
                Await.until("all committed on leaving", PATIENCE, () -> committed(admin, topic) == 80);
            }
        }
    }

    private static boolean shared(Admin admin, String group) throws Exception {
        var members = admin.describeConsumerGroups(List.of(group))
                .all()
                .get(30, TimeUnit.SECONDS)
                .get(group)
                .members();
        return members.size() == 2
                && members.stream()
                        .allMatch(m -> m.assignment().topicPartitions().size() == PARTITIONS / 2);
    }

    private static long committed(Admin admin, String group) throws Exception {
        Map<TopicPartition, org.apache.kafka.clients.consumer.OffsetAndMetadata> offsets =
                admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(30, TimeUnit.SECONDS);
        return offsets.values().stream().mapToLong(o -> o.offset()).sum();
    }
}
