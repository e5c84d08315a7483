package io.headrace.interop.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.interop.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Groups in which our consumers and Apache's are members together: whoever leads, each partition has one owner at a time,
 * and nobody reads a record twice, for members come and go cleanly here.
 */
@ParameterizedClass
@EnumSource(Target.class)
@Timeout(120)
class MixedGroupTest {

    private static final int PARTITIONS = 4;

    @Parameter
    Target target;

    private final AnyMember.Owners owners = new AnyMember.Owners();
    private final List<AnyMember> members = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private final String group = Clients.name("mixed");
    private Clients clients;
    private String topic;
    private int written;

    @BeforeEach
    void makeTopic() throws Exception {
        clients = new Clients(target.bootstrapServers(), Map.of());
        topic = clients.topic(Clients.name("mixed"), PARTITIONS);
    }

    @AfterEach
    void closeAll() {
        members.forEach(AnyMember::close);
    }

    /** @param kind {@code consumer}, or the name of an assignor of the classic protocol */
    private void join(String name, String kind) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers", target.bootstrapServers(), "group.id", group, "auto.offset.reset", "earliest"));
        if (kind.equals("consumer")) {
            config.put("group.protocol", "consumer");
        } else {
            config.put("session.timeout.ms", 6_000);
            config.put("heartbeat.interval.ms", 200);
            config.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer." + kind);
        }
        members.add(AnyMember.of(name, owners, topic, config));
    }

    private void leave(String name) {
        AnyMember member = members.stream()
                .filter(one -> one.toString().equals(name))
                .findFirst()
                .orElseThrow();
        members.remove(member);
        member.close();
    }

    /** As {@link #shareAndReadAll}, and nothing is read twice. */
    private void shareAndRead() throws Exception {
        shareAndReadAll();
        List<String> again = new ArrayList<>(read);
        new TreeSet<>(read).forEach(again::remove);
        assertEquals(List.of(), again, "read twice");
    }

    /** Polls until all partitions are shared out, and everything that is written, some of it now, is read. */
    private void shareAndReadAll() throws Exception {
        long deadlineNs = System.nanoTime() + Clients.PATIENCE.toNanos();
        while (!isShared()) {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "not shared out: " + shares());
            pollAll();
        }
        clients.write(topic, PARTITIONS, written, written + 20);
        written += 20;
        while (new TreeSet<>(read).size() < written) {
            assertTrue(System.nanoTime() - deadlineNs < 0, () -> "read " + read.size() + " of " + written);
            pollAll();
        }
        pollAll();
    }

    private void pollAll() {
        members.forEach(member -> read.addAll(member.poll()));
    }

    private boolean isShared() {
        TreeSet<Integer> all = new TreeSet<>();
        int count = 0;
        for (AnyMember member : members) {
            if (member.assignment().size() < PARTITIONS / members.size()) {
                return false;
            }
            all.addAll(member.assignment());
            count += member.assignment().size();
        }
        return count == PARTITIONS && all.size() == PARTITIONS;
    }

    private Map<String, Object> shares() {
        Map<String, Object> shares = new HashMap<>();
        members.forEach(member -> shares.put(member.toString(), member.assignment()));
        return shares;
    }

    @ParameterizedTest
    @CsvSource({
        "RangeAssignor, apaches, ours",
        "CooperativeStickyAssignor, ours, apaches",
        "CooperativeStickyAssignor, apaches, ours",
        "StickyAssignor, ours, apaches",
        "RoundRobinAssignor, apaches, ours",
        "consumer, ours, apaches"
    })
    void bothMakersShareOneGroup(String kind, String first, String second) throws Exception {
        join(first + "-1", kind);
        shareAndRead();
        join(second + "-1", kind);
        shareAndRead();
        join(first + "-2", kind);
        join(second + "-2", kind);
        shareAndRead();
        // The leader, so that somebody else's assignor goes on with what this one has made.
        leave(first + "-1");
        shareAndRead();
        leave(second + "-1");
        leave(first + "-2");
        shareAndRead();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RangeAssignor", "CooperativeStickyAssignor"})
    void bothMakersMoveToTheOtherProtocolAndBack(String classic) throws Exception {
        join("ours-1", classic);
        join("apaches-1", classic);
        shareAndRead();
        join("ours-2", "consumer");
        shareAndRead();
        join("apaches-2", "consumer");
        shareAndRead();
        leave("ours-1");
        leave("apaches-1");
        shareAndRead();
        join("apaches-3", classic);
        join("ours-3", classic);
        shareAndRead();
        leave("apaches-2");
        leave("ours-2");
        // Apache's classic consumer loses its automatic commit when the group changes back: its records are read again.
        shareAndReadAll();
    }
}
