package io.headrace.group.consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import io.headrace.group.GroupRig;
import io.headrace.group.assignor.PartitionSet;
import io.headrace.group.record.ConsumerGroupRegularExpressionKey;
import io.headrace.group.record.ConsumerGroupRegularExpressionValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Regular expressions, and static members. */
class SubscriptionsTest {
    private final GroupRig rig = new GroupRig();
    private final Topics topics = new Topics(rig);

    @Test
    void anExpressionIsResolvedBeforeTheFirstAnswer() {
        Uuid a1 = topics.create("a-1", 2);
        topics.create("b-1", 2);
        Client client = byRegex("m", "a-[0-9]+").join();

        assertEquals(PartitionSet.of(a1, 0, 1), client.owned);
        assertEquals(List.of("a-1"), resolved("a-[0-9]+"));
    }

    @Test
    void namesAndExpressionsAddUp() {
        Uuid a = topics.create("a-1", 1);
        Uuid b = topics.create("b-1", 1);
        Client client = byRegex("m", "a-.*");
        client.topics = List.of("b-1");
        client.join();

        assertEquals(PartitionSet.of(Map.of(a, List.of(0), b, List.of(0))), client.owned);
    }

    @Test
    void anExpressionStandsForWholeNames() {
        topics.create("xa-1", 1);
        Client client = byRegex("m", "a-1").join();

        assertTrue(client.owned.isEmpty());
    }

    @Test
    void topicsThatComeAndGoAreNoticed() {
        Uuid a1 = topics.create("a-1", 1);
        Client client = byRegex("m", "a-.*").join();
        Uuid a2 = topics.create("a-2", 1);
        rig.advance(RegexSubscriptions.AGAIN_AFTER_MS);
        ConsumerGroupTest.settle(client);
        assertEquals(PartitionSet.of(Map.of(a1, List.of(0), a2, List.of(0))), client.owned);
        topics.delete("a-1");
        rig.advance(RegexSubscriptions.AGAIN_AFTER_MS);
        ConsumerGroupTest.settle(client);
        assertEquals(PartitionSet.of(a2, 0), client.owned);
        assertEquals(List.of("a-2"), resolved("a-.*"));
    }

    @Test
    void manyNewTopicsAreFewRebalances() {
        Client client = byRegex("m", "a-.*").join();
        int epoch = client.epoch;
        for (int i = 0; i < 100; i++) {
            topics.create("a-" + i, 1);
            client.heartbeat();
        }
        rig.advance(RegexSubscriptions.AGAIN_AFTER_MS);
        ConsumerGroupTest.settle(client);

        assertEquals(100, client.owned.size());
        assertTrue(client.epoch - epoch <= 2, () -> epoch + " to " + client.epoch);
    }

    @Test
    void otherTopicsAreNoReasonToWrite() {
        topics.create("a-1", 1);
        Client client = byRegex("m", "a-.*").join();
        rig.advance(10_000);
        int records = rig.log.size();
        topics.create("b-1", 1);
        ConsumerGroupTest.settle(client);

        assertEquals(records, rig.log.size());
    }

    @Test
    void anExpressionIsForgottenWithItsLastSubscriber() {
        topics.create("a-1", 2);
        Client a = byRegex("a", "a-.*").join();
        Client b = byRegex("b", "a-.*").join();
        a.leave(-1);
        assertEquals(List.of("a-1"), resolved("a-.*"));
        b.regex = "";
        b.topics = List.of("a-1");
        b.outOfTouch();
        b.heartbeat();
        assertTrue(isForgotten("a-.*"));
        ConsumerGroupTest.settle(b);
        assertEquals(2, b.owned.size());
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        assertEquals(Errors.INVALID_REGULAR_EXPRESSION, byRegex("m", "(a").heartbeat());
        // RE2 has no references back.
        assertEquals(Errors.INVALID_REGULAR_EXPRESSION, byRegex("m", "(a)\\1").heartbeat());
        assertEquals(0, rig.log.size());
    }

    @Test
    void aRestartKeepsExpressions() {
        topics.create("a-1", 1);
        Client client = byRegex("m", "a-.*").join();
        topics.create("a-2", 1);
        rig.restart();
        rig.advance(RegexSubscriptions.AGAIN_AFTER_MS);
        ConsumerGroupTest.settle(client);

        assertEquals(2, client.owned.size());
    }

    @Test
    void aStaticMemberThatIsAwayKeepsItsPartitions() {
        topics.create("t", 4);
        Client a = byName("a", "one").join();
        Client b = byName("b", "two").join();
        ConsumerGroupTest.settle(a, b);
        PartitionSet had = a.owned;
        int epoch = b.epoch;
        assertEquals(Errors.NONE, a.leave(-2));
        ConsumerGroupTest.settle(b);
        assertEquals(epoch, b.epoch);
        assertEquals(2, b.owned.size());

        Client again = byName("a2", "one").join();
        assertEquals(had, again.owned);
        assertEquals(epoch, again.epoch);
        ConsumerGroupTest.settle(b, again);
        assertEquals(epoch, b.epoch);
    }

    @Test
    void aStaticMemberThatDoesNotComeBackIsPutOut() {
        topics.create("t", 4);
        Client a = byName("a", "one").join();
        Client b = byName("b", "two").join();
        ConsumerGroupTest.settle(a, b);
        a.leave(-2);
        for (int i = 0; i < 45; i++) {
            rig.advance(1_000);
            b.heartbeat();
        }
        ConsumerGroupTest.settle(b);

        assertEquals(4, b.owned.size());
    }

    @Test
    void anInstanceIdIsOneMembersUntilItLeaves() {
        topics.create("t", 2);
        Client a = byName("a", "one").join();
        Client other = byName("b", "one");
        assertEquals(Errors.UNRELEASED_INSTANCE_ID, other.heartbeat());
        other.epoch = 1;
        assertEquals(Errors.FENCED_INSTANCE_ID, other.heartbeat());
        Client unknown = byName("c", "three");
        unknown.epoch = 1;
        assertEquals(Errors.UNKNOWN_MEMBER_ID, unknown.heartbeat());
        assertEquals(Errors.FENCED_INSTANCE_ID, byName("b", "one").leave(-2));
        assertEquals(Errors.NONE, a.heartbeat());
        assertEquals(Errors.NONE, a.leave(-1));
        assertEquals(Errors.NONE, byName("d", "one").heartbeat());
    }

    @Test
    void aStaticMemberIsReplacedAfterARestartToo() {
        topics.create("t", 2);
        Client a = byName("a", "one").join();
        a.leave(-2);
        rig.restart();
        Client again = byName("a2", "one").join();

        assertEquals(2, again.owned.size());
        Client gone = byName("a", "one");
        gone.epoch = 1;
        assertEquals(Errors.FENCED_INSTANCE_ID, gone.heartbeat());
    }

    private Client byRegex(String id, String regex) {
        Client client = new Client(rig, "g", id);
        client.regex = regex;
        return client;
    }

    private Client byName(String id, String instanceId) {
        Client client = new Client(rig, "g", id, "t");
        client.instanceId = instanceId;
        return client;
    }

    private List<String> resolved(String regex) {
        var record = rig.compacted().get(key(regex));
        assertFalse(record.isTombstone());
        return ((ConsumerGroupRegularExpressionValue) record.value()).topics();
    }

    private boolean isForgotten(String regex) {
        return rig.compacted().get(key(regex)).isTombstone();
    }

    private static ConsumerGroupRegularExpressionKey key(String regex) {
        return new ConsumerGroupRegularExpressionKey().groupId("g").regularExpression(regex);
    }
}
