package io.headrace.interop.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.headrace.clients.producer.KafkaProducer;
import io.headrace.clients.producer.ProducerRecord;
import io.headrace.clients.producer.RecordMetadata;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends numbered, keyed records from a thread of its own until it is told to stop, and remembers where each was said to be.
 *
 * <p>The record with number n has one of 37 keys and a value that tells n and would show a tear.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Callbacks tell.
final class NumberedSender {

    private static final int KEYS = 37;
    private static final int OFFSET_BITS = 40;
    private static final long UNKNOWN = -1;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final Thread thread = new Thread(this::send, "numbered-sender");
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private volatile long sent;

    // Guarded by this: by number, partition and offset as told.
    private long[] told = new long[1024];
    private long acknowledged;

    NumberedSender(KafkaProducer<byte[], byte[]> producer, String topic) {
        this.producer = producer;
        this.topic = topic;
        Arrays.fill(told, UNKNOWN);
    }

    NumberedSender start() {
        thread.start();
        return this;
    }

    private void send() {
        try {
            for (long n = 0; !stopped && failure.get() == null; n++) {
                long number = n;
                producer.send(
                        new ProducerRecord<>(topic, key(n), value(n)),
                        (metadata, exception) -> answered(number, metadata, exception));
                sent = n + 1;
                if (n % 10 == 9) {
                    // Some ten thousand a second at most: what is sent while nothing gets through has to fit in memory.
                    TimeUnit.MILLISECONDS.sleep(1);
                }
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    private synchronized void answered(long number, RecordMetadata metadata, Exception exception) {
        if (exception != null) {
            failure.compareAndSet(null, new AssertionError("record " + number + " failed", exception));
            return;
        }
        if (number >= told.length) {
            int before = told.length;
            told = Arrays.copyOf(told, (int) Math.max(number + 1, told.length * 2L));
            Arrays.fill(told, before, told.length, UNKNOWN);
        }
        if (told[(int) number] != UNKNOWN) {
            failure.compareAndSet(null, new AssertionError("record " + number + " was answered twice"));
        }
        told[(int) number] = place(metadata.partition(), metadata.offset());
        acknowledged++;
    }

    private static byte[] key(long n) {
        return ("key-" + n * 31 % KEYS).getBytes(UTF_8);
    }

    private static byte[] value(long n) {
        return (n + ":" + "x".repeat((int) (n * 37 % 200)) + ".").getBytes(UTF_8);
    }

    private static long place(int partition, long offset) {
        return ((long) partition << OFFSET_BITS) + offset;
    }

    /** How many records have been acknowledged. */
    synchronized long acknowledged() {
        return acknowledged;
    }

    /** How many records have been given to the producer. */
    long sent() {
        return sent;
    }

    /** Waits until something is acknowledged that was not when this was called. */
    void awaitProgress() throws InterruptedException {
        long before = acknowledged();
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (acknowledged() == before) {
            failOnFailure();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("nothing acknowledged for 90 s after " + before + " records");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Sends no more, and waits until all is answered; fails when a send did. */
    void finish() throws InterruptedException {
        stopped = true;
        thread.join();
        producer.flush();
        failOnFailure();
        if (acknowledged() != sent) {
            throw new AssertionError(acknowledged() + " of " + sent + " records answered after flush()");
        }
    }

    /** Fails when a send did. */
    void failOnFailure() {
        if (failure.get() != null) {
            throw new AssertionError(failure.get().getMessage(), failure.get());
        }
    }

    /** Whether the producer was told that record {@code number} is there. */
    synchronized boolean wasTold(long number, int partition, long offset) {
        return number < told.length && told[(int) number] == place(partition, offset);
    }

    /** What the producer was told about record {@code number}. */
    synchronized String placeOf(long number) {
        if (number >= told.length || told[(int) number] == UNKNOWN) {
            return "nowhere";
        }
        long place = told[(int) number];
        return (place >> OFFSET_BITS) + "@" + (place & ((1L << OFFSET_BITS) - 1));
    }

    /** The number of the record with this key and value; fails when it is torn or someone else's. */
    static long number(byte[] key, byte[] value) {
        String text = new String(value, UTF_8);
        int colon = text.indexOf(':');
        if (colon > 0 && text.substring(0, colon).chars().allMatch(Character::isDigit)) {
            long n = Long.parseLong(text.substring(0, colon));
            if (Arrays.equals(value, value(n)) && Arrays.equals(key, key(n))) {
                return n;
            }
        }
        throw new AssertionError("no record of ours: " + new String(key, UTF_8) + "=" + text);
    }
}
