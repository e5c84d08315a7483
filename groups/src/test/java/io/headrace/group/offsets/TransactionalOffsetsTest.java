package io.headrace.group.offsets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.protocol.Errors;
import io.headrace.protocol.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.headrace.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import org.junit.jupiter.api.Test;

/** Offsets that are committed in a transaction count when it is committed. */
class TransactionalOffsetsTest extends OffsetStory {
    @Test
    void theyAreNotSeenBefore() {
        commit(0, 1);
        assertEquals(Errors.NONE, commitInTransaction(7, 0, 2));

        assertEquals(1, fetch(0));
        assertEquals(Errors.UNSTABLE_OFFSET_COMMIT.code(), fetch(0, true).errorCode());
        assertEquals(-1, fetch(0, true).committedOffset());
        rig.restart();
        assertEquals(1, fetch(0));
        assertEquals(Errors.UNSTABLE_OFFSET_COMMIT.code(), fetch(0, true).errorCode());

        rig.endTransaction(7, true);

        assertEquals(2, fetch(0, true).committedOffset());
        rig.restart();
        assertEquals(2, fetch(0, true).committedOffset());
    }

    @Test
    void whenTheTransactionIsAbortedTheyAreVoid() {
        commitInTransaction(7, 0, 2);
        rig.endTransaction(7, false);

        assertEquals(-1, fetch(0, true).committedOffset());
        assertEquals(Errors.NONE.code(), fetch(0, true).errorCode());
        rig.restart();
        assertEquals(-1, fetch(0, true).committedOffset());
    }

    @Test
    void whatWasCommittedLaterWithoutATransactionStays() {
        commitInTransaction(7, 0, 2);
        commit(0, 3);
        rig.endTransaction(7, true);

        assertEquals(3, fetch(0));
        rig.restart();
        assertEquals(3, fetch(0));
    }

    @Test
    void theLaterOfTwoTransactionsWinsWhicheverEndsFirst() {
        commitInTransaction(7, 0, 2);
        commitInTransaction(8, 0, 3);
        rig.endTransaction(8, true);
        assertEquals(Errors.UNSTABLE_OFFSET_COMMIT.code(), fetch(0, true).errorCode());
        rig.endTransaction(7, true);

        assertEquals(3, fetch(0, true).committedOffset());
    }

    @Test
    void theEndOfATransactionWithoutOffsetsChangesNothing() {
        commit(0, 1);
        rig.endTransaction(99, true);
        assertEquals(1, fetch(0, true).committedOffset());
    }

    @Test
    void allOffsetsNameTheUnstableOnesWhenTheyMustBeStable() {
        commitInTransaction(7, 0, 2);
        OffsetFetchRequestGroup all = new OffsetFetchRequestGroup().groupId("g").topics(null);

        OffsetFetchResponseGroup stable = fetch(all, true);
        assertEquals(
                Errors.UNSTABLE_OFFSET_COMMIT.code(),
                stable.topics().get(0).partitions().get(0).errorCode());
        assertTrue(fetch(all, false).topics().isEmpty());
    }

    @Test
    void wrongRequestsAreRefused() {
        assertEquals(
                Errors.INVALID_GROUP_ID,
                commitInTransaction(transactionalRequest(7, 0, 1).groupId("")));
        assertEquals(
                Errors.ILLEGAL_GENERATION,
                commitInTransaction(transactionalRequest(7, 0, 1).generationId(2)));
        commit(0, 1);
        assertEquals(
                Errors.UNKNOWN_MEMBER_ID,
                commitInTransaction(
                        transactionalRequest(7, 0, 1).generationId(2).memberId("m")));
        rig.appendError = Errors.INVALID_PRODUCER_EPOCH;
        assertEquals(Errors.INVALID_PRODUCER_EPOCH, commitInTransaction(7, 0, 1));
    }

    @Test
    void anOffsetThatIsDeletedDoesNotComeBackWithTheTransaction() {
        commit(0, 1);
        commitInTransaction(7, 0, 2);
        deleteOffsets("g", "t", 0);
        rig.endTransaction(7, true);
        assertEquals(-1, fetch(0));
    }
}
