package io.headrace.clients.consumer.internals;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadGuardTest {

    private final ThreadGuard guard = new ThreadGuard();

    private Throwable enterInOtherThread() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread other = new Thread(() -> {
            try {
                guard.enter();
                guard.exit();
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        other.start();
        other.join();
        return thrown.get();
    }

    @Test
    void turnsASecondThreadAwayWhileOneIsIn() throws Exception {
        guard.enter();
        Throwable thrown = enterInOtherThread();
        assertInstanceOf(ConcurrentModificationException.class, thrown);
        assertTrue(thrown.getMessage().contains("not safe for multi-threaded access"));
        guard.exit();
        assertNull(enterInOtherThread());
    }

    @Test
    void theSameThreadMayEnterAgain() throws Exception {
        guard.enter();
        guard.enter();
        guard.exit();
        assertInstanceOf(ConcurrentModificationException.class, enterInOtherThread());
        guard.exit();
        assertNull(enterInOtherThread());
    }

    @Test
    void closedItLetsNobodyInAndStaysFree() {
        guard.enter();
        assertTrue(guard.beginClose());
        assertFalse(guard.beginClose());
        guard.enter();
        guard.exit();
        guard.close();
        guard.exit();
        assertThrows(IllegalStateException.class, guard::enter);
        assertThrows(IllegalStateException.class, guard::enter);
        assertDoesNotThrow(guard::enterEvenIfClosed);
    }
}
