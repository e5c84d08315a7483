package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.group.GroupRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thousand members and ten thousand partitions; a tenth of both unless the long tests run. */
class LargeGroupTest {
    private static final Logger log = LoggerFactory.getLogger(LargeGroupTest.class);
    private static final int SCALE = Boolean.getBoolean("headrace.long") ? 1 : 10;

    @Test
    void aLargeGroupComesTogether() {
        GroupRig rig = new GroupRig();
        Topics topics = new Topics(rig);
        int partitions = 10_000 / SCALE;
        for (int i = 0; i < 10; i++) {
            topics.create("t" + i, partitions / 10);
        }
        String[] names = {"t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"};
        List<Client> clients = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < 1_000 / SCALE; i++) {
            clients.add(new Client(rig, "g", "member-" + i, names).join());
        }
        long joined = System.nanoTime();
        int rounds = 0;
        while (!clients.stream().allMatch(client -> client.owned.size() == 10)) {
            rig.advance(1_000);
            clients.forEach(Client::heartbeat);
            rounds++;
        }
        long settled = System.nanoTime();
        log.info(
                "{} members joined in {} ms and settled in {} ms, {} records",
                clients.size(),
                Duration.ofNanos(joined - start).toMillis(),
                Duration.ofNanos(settled - joined).toMillis(),
                rig.log.size());

        assertTrue(rounds <= 5, () -> "settled slowly");
        assertEquals(
                partitions,
                clients.stream().mapToInt(client -> client.owned.size()).sum());
        long allowed = Duration.ofSeconds(60).toNanos();
        assertTrue(settled - start < allowed, "slow");
    }
}
