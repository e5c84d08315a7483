package io.headrace.group.offsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.JoinGroupRequest;
import io.headrace.protocol.message.JoinGroupRequest.JoinGroupRequestProtocol;
import io.headrace.protocol.message.JoinGroupResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Offsets of groups that only store offsets expire (KIP-211). Those with members: {@code ClassicOffsetsTest}. */
class OffsetExpiryTest extends OffsetStory {
    private static final long CHECK_MS = 600_000;

    @Test
    void theyExpireSoLongAfterTheCommitAndTheGroupWithTheLast() {
        commit(0, 1);
        rig.advance(DAY_MS);
        commit(1, 2);

        rig.advance(6 * DAY_MS - 1);
        assertEquals(1, fetch(0));
        rig.advance(1 + CHECK_MS);
        assertEquals(-1, fetch(0));
        assertEquals(2, fetch(1));
        rig.advance(DAY_MS);

        assertTrue(list(List.of(), List.of()).isEmpty());
        assertEquals(0, rig.timers(), "nothing is left to wait for");
        rig.restart();
        assertTrue(list(List.of(), List.of()).isEmpty());
    }

    @Test
    void aCommitKeepsThem() {
        for (int day = 0; day < 30; day++) {
            commit(0, day);
            rig.advance(DAY_MS);
        }
        assertEquals(29, fetch(0));
    }

    @Test
    void aRestartDoesNotKeepThem() {
        commit(0, 1);
        rig.advance(6 * DAY_MS);
        rig.restart();
        rig.advance(DAY_MS + CHECK_MS);
        assertEquals(-1, fetch(0));
    }

    @Test
    void theRetentionTimeIsASetting() {
        rig.with("offsets.retention.minutes", 1).with("offsets.retention.check.interval.ms", 10_000);
        commit(0, 1);
        rig.advance(59_999);
        assertEquals(1, fetch(0));
        rig.advance(10_001);
        assertEquals(-1, fetch(0));
    }

    @Test
    void anOldClientCanSayWhenTheyExpire() {
        commit(0, 1);
        commit(4, commitRequest("t", 1, 2).retentionTimeMs(1000));
        rig.advance(CHECK_MS);
        assertEquals(-1, fetch(1));
        assertEquals(1, fetch(0));

        commit(4, commitRequest("t", 1, 3).retentionTimeMs(20 * DAY_MS));
        rig.advance(19 * DAY_MS);
        assertEquals(3, fetch(1));
        assertEquals(-1, fetch(0));
    }

    @Test
    void anOpenTransactionHoldsThem() {
        commit(0, 1);
        commitInTransaction(7, 0, 2);
        rig.advance(8 * DAY_MS);
        assertEquals(1, fetch(0));

        rig.endTransaction(7, false);
        rig.advance(CHECK_MS);
        assertEquals(-1, fetch(0));
    }

    @Test
    void whatCannotBeAppendedIsTriedAgain() {
        commit(0, 1);
        rig.advance(7 * DAY_MS - 1);
        rig.appendError = Errors.NOT_ENOUGH_REPLICAS;
        rig.advance(CHECK_MS);
        assertEquals(1, fetch(0));
        rig.appendError = Errors.NONE;
        rig.advance(CHECK_MS);
        assertEquals(-1, fetch(0));
    }

    @Test
    void manyExpireInSeveralSteps() {
        for (int partition = 0; partition < 2500; partition++) {
            commit(partition, 1);
        }
        int before = rig.log.size();
        rig.advance(7 * DAY_MS + CHECK_MS);
        assertEquals(before + 2501, rig.log.size(), "and the group's own");
        assertTrue(list(List.of(), List.of()).isEmpty());
    }

    @Test
    void aGroupThatSomebodyWasToJoinGoesAllTheSame() {
        commit(0, 1);
        rig.advance(7 * DAY_MS - 1);
        JoinGroupRequest join = new JoinGroupRequest()
                .groupId("g")
                .sessionTimeoutMs(1_000_000)
                .rebalanceTimeoutMs(1_000_000)
                .protocolType("consumer")
                .protocols(List.of(new JoinGroupRequestProtocol().name("range").metadata(new byte[0])));
        rig.<JoinGroupResponse>ask(answer -> rig.machine.joinGroup(rig.context(9, "c"), join, answer));
        rig.advance(CHECK_MS);
        assertEquals(1, list(List.of(), List.of()).size(), "somebody has an id and is to come back with it");
        rig.advance(1_000_000 + CHECK_MS);
        assertTrue(list(List.of(), List.of()).isEmpty());
        assertEquals(0, rig.timers());
    }

    @Test
    void groupsThatNothingHappensToAreNotLookedAt() {
        commit(0, 1);
        rig.advance(CHECK_MS);
        assertEquals(1, rig.timers());
        assertEquals(7 * DAY_MS - CHECK_MS, rig.untilNextTimer(), "the next look is when something can have expired");
    }
}
