package io.headrace.clients.consumer.internals.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.internals.fetch.FetchSession.Forgotten;
import io.headrace.clients.consumer.internals.fetch.FetchSession.Request;
import io.headrace.clients.consumer.internals.fetch.FetchSession.Want;
import io.headrace.common.TopicPartition;
import io.headrace.common.Uuid;
import io.headrace.common.protocol.Errors;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchSessionTest {

    private static final Uuid ID = new Uuid(1, 1);
    private static final TopicPartition A = new TopicPartition("t", 0);
    private static final TopicPartition B = new TopicPartition("t", 1);

    private final FetchSession session = new FetchSession();

    private static Want want(TopicPartition partition, long offset) {
        return new Want(partition, ID, offset, 3);
    }

    private void establish(Want... wants) {
        session.next(true, List.of(wants), List.of());
        session.answered(77);
    }

    @Test
    void startsWithAFullRequestAndGoesOnWithWhatChanged() {
        Request first = session.next(true, List.of(want(A, 0), want(B, 5)), List.of());
        assertEquals(new Request(0, 0, List.of(want(A, 0), want(B, 5)), List.of()), first);
        session.answered(77);

        Request second = session.next(true, List.of(want(A, 10), want(B, 5)), List.of());
        assertEquals(new Request(77, 1, List.of(want(A, 10)), List.of()), second);
        session.answered(77);

        Request third = session.next(true, List.of(), List.of());
        assertEquals(new Request(77, 2, List.of(), List.of()), third);
    }

    @Test
    void forgetsWhatIsNotWantedOnceAndOnlyIfItWasThere() {
        establish(want(A, 0));
        Request gone = session.next(true, List.of(), List.of(A, B));
        assertEquals(List.of(new Forgotten(A, ID)), gone.forgotten());
        session.answered(77);
        assertEquals(List.of(), session.next(true, List.of(), List.of(A)).forgotten());
        assertNull(session.get(A));
    }

    @Test
    void takesAForgottenPartitionInAgainThoughItsOffsetIsTheSame() {
        establish(want(A, 0));
        session.next(true, List.of(), List.of(A));
        session.answered(77);
        assertEquals(
                List.of(want(A, 0)),
                session.next(true, List.of(want(A, 0)), List.of()).wants());
    }

    @Test
    void replacesATopicThatWasMadeAnew() {
        establish(want(A, 9));
        Want anew = new Want(A, new Uuid(2, 2), 0, 0);
        Request request = session.next(true, List.of(anew), List.of());
        assertEquals(List.of(new Forgotten(A, ID)), request.forgotten());
        assertEquals(List.of(anew), request.wants());
    }

    @Test
    void startsOverWhenTheBrokerLostTheSession() {
        establish(want(A, 0));
        session.next(true, List.of(), List.of());
        session.failed(Errors.FETCH_SESSION_ID_NOT_FOUND);
        assertTrue(session.isFull());
        assertEquals(
                new Request(0, 0, List.of(want(A, 0)), List.of()), session.next(true, List.of(want(A, 0)), List.of()));
    }

    @Test
    void replacesTheOldSessionAfterAWrongEpochOrALostConnection() {
        establish(want(A, 0));
        session.next(true, List.of(), List.of());
        session.failed(Errors.INVALID_FETCH_SESSION_EPOCH);
        assertEquals(77, session.next(true, List.of(want(A, 0)), List.of()).sessionId());
        session.answered(78);
        assertEquals(new Request(78, 1, List.of(), List.of()), session.next(true, List.of(), List.of()));
    }

    @Test
    void staysWithFullRequestsWhereTheBrokerKeepsNoSession() {
        session.next(true, List.of(want(A, 0)), List.of());
        session.answered(0);
        assertFalse(session.isEstablished());
        assertEquals(
                new Request(0, 0, List.of(want(A, 1)), List.of()), session.next(true, List.of(want(A, 1)), List.of()));
    }

    @Test
    void epochsGoRoundWithoutBecomingZero() {
        establish(want(A, 0));
        for (int i = 0; i < 3; i++) {
            session.answered(77);
        }
        assertEquals(4, session.next(true, List.of(), List.of()).epoch());
    }

    @Test
    void aChangeBetweenIdsAndNamesDoesNotFitTheSession() {
        establish(want(A, 0));
        assertTrue(session.fits(true));
        assertFalse(session.fits(false));
        session.startOver();
        assertTrue(session.fits(false));
    }

    @Test
    void knowsTopicsByTheIdsItAskedFor() {
        establish(want(A, 0));
        assertEquals("t", session.topicName(ID));
        assertNull(session.topicName(new Uuid(9, 9)));
    }

    @Test
    void endsWithTheFinalEpoch() {
        establish(want(A, 0));
        assertEquals(new Request(77, -1, List.of(), List.of()), session.last());
    }
}
