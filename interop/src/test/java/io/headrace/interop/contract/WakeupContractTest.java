package io.headrace.interop.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.clients.consumer.CloseOptions;
import io.headrace.clients.consumer.KafkaConsumer;
import io.headrace.clients.consumer.OffsetAndMetadata;
import io.headrace.common.TopicPartition;
import io.headrace.common.errors.TimeoutException;
import io.headrace.common.errors.WakeupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A wakeup ends the call that waits, or else the next one that has to wait, once. Nobody answers here, so that every call
 * waits as long as it is let.
 */
@Timeout(60)
class WakeupContractTest {

    private static final TopicPartition PARTITION = new TopicPartition("t", 0);
    private static final Map<TopicPartition, OffsetAndMetadata> OFFSETS = Map.of(PARTITION, new OffsetAndMetadata(5));
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(20);

    /** The calls that wait for the cluster. */
    enum Call {
        POLL {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                assertTrue(consumer.poll(timeout).isEmpty());
            }
        },
        COMMIT_SYNC {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.commitSync(OFFSETS, timeout);
            }
        },
        POSITION {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.position(PARTITION, timeout);
            }
        },
        COMMITTED {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.committed(Set.of(PARTITION), timeout);
            }
        },
        END_OFFSETS {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.endOffsets(List.of(PARTITION), timeout);
            }
        },
        OFFSETS_FOR_TIMES {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.offsetsForTimes(Map.of(PARTITION, 1_000L), timeout);
            }
        },
        LIST_TOPICS {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.listTopics(timeout);
            }
        },
        PARTITIONS_FOR {
            @Override
            void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout) {
                consumer.partitionsFor("t", timeout);
            }
        };

        abstract void make(KafkaConsumer<byte[], byte[]> consumer, Duration timeout);
    }

    private static KafkaConsumer<byte[], byte[]> alone() {
        KafkaConsumer<byte[], byte[]> consumer = new Contract("localhost:1").consumer("group.id", "g");
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    private static void end(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }

    /** Without a wakeup it takes its time: poll comes back with nothing, all others throw. */
    private static void assertNobodyWakes(KafkaConsumer<byte[], byte[]> consumer, Call call) {
        if (call == Call.POLL) {
            call.make(consumer, SHORT);
        } else {
            assertThrows(TimeoutException.class, () -> call.make(consumer, SHORT));
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aWakeupBeforeTheCallEndsItOnce(Call call) {
        KafkaConsumer<byte[], byte[]> consumer = alone();
        try {
            consumer.wakeup();
            consumer.wakeup();
            assertThrows(WakeupException.class, () -> call.make(consumer, LONG));
            assertNobodyWakes(consumer, call);
        } finally {
            end(consumer);
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void aWakeupDuringTheCallEndsItOnce(Call call) throws Exception {
        KafkaConsumer<byte[], byte[]> consumer = alone();
        Thread waker = waker(consumer);
        try {
            waker.start();
            assertThrows(WakeupException.class, () -> call.make(consumer, LONG));
            waker.join();
            assertNobodyWakes(consumer, call);
        } finally {
            end(consumer);
        }
    }

    /** Wakes the consumer soon: most often when it waits already, and rightly also when it does not yet. */
    private static Thread waker(KafkaConsumer<byte[], byte[]> consumer) {
        return new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            consumer.wakeup();
        });
    }

    /** None is lost and none counts twice, whenever it comes: each one ends one call. */
    @ParameterizedTest
    @EnumSource(Call.class)
    void eachWakeupEndsOneCall(Call call) throws Exception {
        KafkaConsumer<byte[], byte[]> consumer = alone();
        List<Integer> woken = new ArrayList<>();
        Semaphore next = new Semaphore(0);
        Thread waker = new Thread(() -> {
            for (int i = 0; i < 12; i++) {
                next.acquireUninterruptibly();
                if (i % 3 > 0) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(i * 100L));
                }
                consumer.wakeup();
            }
        });
        try {
            waker.start();
            for (int i = 0; i < 12; i++) {
                next.release();
                assertThrows(WakeupException.class, () -> call.make(consumer, LONG));
                woken.add(i);
            }
            waker.join();
            assertEquals(12, woken.size());
            assertNobodyWakes(consumer, call);
        } finally {
            end(consumer);
        }
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whoIsUsedByAnotherThreadTurnsThisOneAway(Call call) throws Exception {
        KafkaConsumer<byte[], byte[]> consumer = alone();
        Thread user = new Thread(() -> pollUntilWoken(consumer));
        try {
            user.start();
            while (true) {
                try {
                    Set<TopicPartition> unused = consumer.paused();
                } catch (ConcurrentModificationException e) {
                    break;
                }
            }
            assertThrows(ConcurrentModificationException.class, () -> call.make(consumer, LONG));
            consumer.wakeup();
            user.join();
        } finally {
            end(consumer);
        }
    }

    private static void pollUntilWoken(KafkaConsumer<byte[], byte[]> consumer) {
        while (true) {
            try {
                consumer.poll(LONG);
            } catch (ConcurrentModificationException e) {
                // The other one was just looking: again.
            } catch (WakeupException e) {
                return;
            }
        }
    }
}
