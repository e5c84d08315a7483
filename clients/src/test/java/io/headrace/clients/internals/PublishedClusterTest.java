package io.headrace.clients.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaException;
import io.headrace.common.errors.AuthenticationException;
import io.headrace.common.errors.InterruptException;
import io.headrace.common.errors.SaslAuthenticationException;
import io.headrace.testsupport.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PublishedClusterTest {

    private static final long LONG_NS = TimeUnit.MINUTES.toNanos(5);

    private final AuthenticationFailures refusals = new AuthenticationFailures();
    private final PublishedCluster published = new PublishedCluster(refusals);
    private final ClusterView older = ClusterViews.ofBrokers(1).view();
    private final ClusterView newer = ClusterViews.ofBrokers(2).view();
    private final AtomicInteger asked = new AtomicInteger();

    /** What came of waiting in another thread until two brokers are shown: a view or an exception. */
    private final CompletableFuture<Object> outcome = new CompletableFuture<>();

    private Thread waitForTwo() {
        Thread waiter = new Thread(() -> {
            try {
                outcome.complete(published.await(view -> view.nodes().size() == 2, LONG_NS, asked::incrementAndGet));
            } catch (RuntimeException e) {
                outcome.complete(e);
            }
        });
        waiter.start();
        Await.until("it waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        return waiter;
    }

    private Object outcome() throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @Test
    void whatIsThereAlreadyIsNotAskedFor() {
        published.publish(older);
        assertSame(older, published.await(view -> true, LONG_NS, asked::incrementAndGet));
        assertEquals(0, asked.get());
    }

    @Test
    void whoWaitsGetsTheFirstViewThatWillDoAndAsksBeforeEachWait() throws Exception {
        waitForTwo();
        assertEquals(1, asked.get());
        published.publish(older);
        Await.until("it asks again", () -> asked.get() == 2);
        published.publish(newer);
        assertSame(newer, outcome());
        assertSame(newer, published.view());
    }

    @Test
    void whenTheTimeIsUpThereIsNoView() {
        assertNull(published.await(view -> false, TimeUnit.MILLISECONDS.toNanos(5), asked::incrementAndGet));
        assertNull(published.await(view -> false, 0, asked::incrementAndGet));
        assertEquals(1, asked.get());
    }

    @Test
    void theEndOfTheClientEndsTheWaiting() throws Exception {
        waitForTwo();
        assertFalse(published.hasEnded());
        assertTrue(published.end());
        assertFalse(published.end());
        assertTrue(published.hasEnded());
        KafkaException failure = assertInstanceOf(KafkaException.class, outcome());
        assertEquals("the client was closed while metadata was waited for", failure.getMessage());
        assertSame(ClusterView.EMPTY, published.await(view -> true, LONG_NS, asked::incrementAndGet));
    }

    @Test
    void anAuthenticationFailureIsToldToOneWhoWaits() throws Exception {
        waitForTwo();
        AuthenticationException refused = new SaslAuthenticationException("who are you?");
        refusals.add(refused);
        published.wakeAll();
        assertSame(refused, outcome());
        assertNull(published.await(view -> false, 0, asked::incrementAndGet));
    }

    @Test
    void aNewViewMakesUpForWhatWentWrongBefore() {
        assertEquals("", published.describeUpdateFailure());
        RuntimeException failure = new KafkaException("no broker answers");
        published.updateFailed(failure);
        refusals.add(new SaslAuthenticationException("who are you?"));
        assertSame(failure, published.lastUpdateFailure());
        assertEquals("; metadata could not be updated: no broker answers", published.describeUpdateFailure());
        published.publish(newer);
        assertNull(published.lastUpdateFailure());
        assertEquals("", published.describeUpdateFailure());
        assertNull(published.await(view -> false, 0, asked::incrementAndGet));
    }

    @Test
    void aFailedUpdateDoesNotEndTheWaiting() throws Exception {
        waitForTwo();
        published.updateFailed(new KafkaException("no broker answers"));
        published.wakeAll();
        assertFalse(outcome.isDone());
        published.publish(newer);
        assertSame(newer, outcome());
    }

    @Test
    void anInterruptedThreadKeepsItsFlag() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptException.class, () -> published.await(view -> false, LONG_NS, asked::incrementAndGet));
        assertTrue(Thread.interrupted());
    }
}
