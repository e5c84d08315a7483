package io.headrace.common.internals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.KafkaFuture;
import io.headrace.common.errors.TimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class KafkaFutureImplTest {
    private final KafkaFutureImpl<String> future = new KafkaFutureImpl<>();

    @Test
    void completesOnce() throws Exception {
        assertFalse(future.isDone());
        assertEquals("absent", future.getNow("absent"));
        assertThrows(java.util.concurrent.TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));

        assertTrue(future.complete("first"));
        assertFalse(future.complete("second"));
        assertFalse(future.completeExceptionally(new IllegalStateException()));
        assertFalse(future.cancel(true));

        assertTrue(future.isDone());
        assertFalse(future.isCompletedExceptionally());
        assertEquals("first", future.get());
        assertEquals("first", future.get(1, TimeUnit.SECONDS));
        assertEquals("first", future.getNow("absent"));
        assertEquals("KafkaFuture{value=first,exception=null,done=true}", future.toString());
    }

    @Test
    void reportsTheFailureItself() {
        TimeoutException failure = new TimeoutException("late");
        assertTrue(future.completeExceptionally(failure));

        assertTrue(future.isCompletedExceptionally());
        assertFalse(future.isCancelled());
        assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
        assertSame(
                failure,
                assertThrows(ExecutionException.class, () -> future.get(1, TimeUnit.SECONDS))
                        .getCause());
        assertSame(
                failure,
                assertThrows(ExecutionException.class, () -> future.getNow("x")).getCause());
    }

    @Test
    void dependentsReportTheFailureOfTheirSource() {
        KafkaFuture<Integer> dependent = future.thenApply(String::length);
        KafkaFuture<String> second = future.whenComplete((value, failure) -> {});
        IllegalStateException failure = new IllegalStateException("x");
        future.completeExceptionally(failure);

        assertSame(
                failure, assertThrows(ExecutionException.class, dependent::get).getCause());
        assertSame(failure, assertThrows(ExecutionException.class, second::get).getCause());
        assertEquals(
                "KafkaFuture{value=null,exception=java.lang.IllegalStateException: x,done=true}", dependent.toString());
    }

    @Test
    void completionExceptionsAreNotMistakenForWrappers() {
        CompletionException failure = new CompletionException("mine", new IllegalStateException("inner"));
        KafkaFuture<Integer> dependent = future.thenApply(String::length);
        future.completeExceptionally(failure);

        assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
        assertSame(
                failure, assertThrows(ExecutionException.class, dependent::get).getCause());
        assertSame(
                failure,
                assertThrows(ExecutionException.class, () -> dependent.getNow(1))
                        .getCause());
    }

    @Test
    void functionsApplyAndMayFail() throws Exception {
        KafkaFuture<Integer> length = future.thenApply(String::length);
        CompletionException thrown = new CompletionException("by function", null);
        KafkaFuture<Integer> failing = future.thenApply(value -> {
            throw thrown;
        });
        future.complete("four");

        assertEquals(4, length.get());
        assertSame(thrown, assertThrows(ExecutionException.class, failing::get).getCause());
        assertEquals(4, future.thenApply(String::length).get());
    }

    @Test
    void actionsSeeResultOrFailure() {
        List<String> seen = new ArrayList<>();
        KafkaFuture<String> before = future.whenComplete((value, failure) -> seen.add(value + " " + failure));
        future.complete("x");
        KafkaFuture<String> after = future.whenComplete((value, failure) -> seen.add(value + " again"));
        assertTrue(before.isDone() && after.isDone());
        assertEquals(List.of("x null", "x again"), seen);
    }

    @Test
    void cancellationReachesDependents() {
        KafkaFuture<Integer> dependent = future.thenApply(String::length);

        assertTrue(future.cancel(true));
        assertTrue(future.cancel(false));

        assertTrue(future.isCancelled());
        assertTrue(dependent.isCancelled());
        assertTrue(dependent.isCompletedExceptionally());
        assertThrows(CancellationException.class, future::get);
        assertThrows(CancellationException.class, dependent::get);
        assertThrows(CancellationException.class, () -> dependent.get(1, TimeUnit.SECONDS));
        assertThrows(CancellationException.class, () -> dependent.getNow(1));
        assertFalse(future.complete("too late"));
    }

    @Test
    void aCancelledDependentLeavesItsSourceAlone() {
        KafkaFuture<Integer> dependent = future.thenApply(String::length);
        assertTrue(dependent.cancel(true));
        assertTrue(dependent.isCancelled());
        assertFalse(future.isDone());
    }

    @Test
    void allOfWaitsForAll() throws Exception {
        KafkaFutureImpl<Integer> other = new KafkaFutureImpl<>();
        KafkaFuture<Void> all = KafkaFuture.allOf(future, other, KafkaFuture.completedFuture("done"));
        future.complete("x");
        assertFalse(all.isDone());
        other.complete(1);
        assertTrue(all.isDone());
        assertSame(null, all.get());
        assertTrue(KafkaFuture.allOf().isDone());
    }

    @Test
    void allOfReportsAFailure() {
        KafkaFuture<Void> all = KafkaFuture.allOf(future, KafkaFuture.completedFuture(1));
        IllegalStateException failure = new IllegalStateException();
        future.completeExceptionally(failure);
        assertSame(failure, assertThrows(ExecutionException.class, all::get).getCause());
    }

    @Test
    void theStageFollowsButCannotBeCompleted() throws Exception {
        CompletableFuture<String> stage = future.toCompletionStage().toCompletableFuture();
        CompletableFuture<Integer> derived = stage.thenApply(String::length);

        assertThrows(UnsupportedOperationException.class, () -> stage.complete("x"));
        assertThrows(
                UnsupportedOperationException.class, () -> stage.completeExceptionally(new IllegalStateException()));
        assertThrows(UnsupportedOperationException.class, () -> stage.obtrudeValue("x"));
        assertThrows(UnsupportedOperationException.class, () -> stage.obtrudeException(new IllegalStateException()));
        assertThrows(UnsupportedOperationException.class, () -> stage.completeAsync(() -> "x"));
        assertThrows(UnsupportedOperationException.class, () -> stage.completeOnTimeout("x", 1, TimeUnit.NANOSECONDS));
        assertThrows(UnsupportedOperationException.class, () -> derived.complete(1));

        future.complete("four");
        assertEquals(4, derived.get(1, TimeUnit.SECONDS));
    }

    @Test
    void theStageMayTimeOut() {
        CompletableFuture<String> stage = future.toCompletionStage().toCompletableFuture();
        CompletableFuture<Integer> derived = stage.thenApply(String::length).orTimeout(1, TimeUnit.MILLISECONDS);

        assertInstanceOf(
                java.util.concurrent.TimeoutException.class,
                assertThrows(ExecutionException.class, derived::get).getCause());
        assertFalse(future.isDone());

        assertSame(stage, stage.orTimeout(1, TimeUnit.MILLISECONDS));
        assertInstanceOf(
                java.util.concurrent.TimeoutException.class,
                assertThrows(ExecutionException.class, future::get).getCause());
    }

    @Test
    void aTimelyResultStopsTheTimeout() throws Exception {
        CompletableFuture<String> stage = future.toCompletionStage().toCompletableFuture();
        assertSame(stage, stage.orTimeout(1, TimeUnit.HOURS));
        future.complete("x");
        assertEquals("x", stage.get());
    }

    @Test
    void theStageMayBeCancelled() {
        CompletableFuture<String> stage = future.toCompletionStage().toCompletableFuture();
        assertTrue(stage.cancel(true));
        assertTrue(future.isCancelled());
        assertThrows(CancellationException.class, future::get);
    }
}
