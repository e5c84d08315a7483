package io.headrace.protocol.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.errors.UnsupportedVersionException;
import io.headrace.protocol.parity.RandomMessages.Style;
import io.headrace.protocol.wire.MalformedMessageException;
import io.headrace.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Spoilt frames through all decoders. Reading one ends in a message or in a refusal of the documented kind; it costs no
 * more heap than a small multiple of the frame, and no time to speak of; and a message that came out of it can be written
 * and read again.
 *
 * <p>200,000 frames, or as many as {@code -Dheadrace.fuzz.frames} says; 2,000,000 with {@code -Dheadrace.long=true}.
 */
class FuzzTest {

    private static final int FRAMES =
            Integer.getInteger("headrace.fuzz.frames", Boolean.getBoolean("headrace.long") ? 2_000_000 : 200_000);
    private static final long SEED = Long.getLong("headrace.seed", 20260101);

    /** What a refusal with its stack trace and text may cost. */
    private static final int REFUSAL_BYTES = 16 * 1024;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Catalog catalog = Catalog.calls();
    private final List<Target> targets = new ArrayList<>();
    private final List<byte[]> frames = new ArrayList<>();

    /** A valid frame and its reader. */
    private record Target(Definition definition, Decoder decoder, int version, int frame) {}

    private void collectFrames(Random random) {
        for (Definition definition : catalog.definitions()) {
            if (definition.isReserved()) {
                continue;
            }
            Class<?> type = catalog.ours(definition);
            Decoder decoder = new Decoder(type);
            for (int version = definition.valid().lowest();
                    version <= definition.valid().highest();
                    version++) {
                for (Style style : List.of(Style.DEFAULTS, Style.NULLS, Style.RANDOM, Style.RANDOM, Style.RANDOM)) {
                    targets.add(new Target(definition, decoder, version, frames.size()));
                    frames.add(Ours.write(
                            RandomMessages.sample(random, type, definition, version, style)
                                    .message(),
                            version));
                }
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void spoiltFramesAreRefusedOrRead() {
        Random random = new Random(SEED);
        collectFrames(random);
        Mutations mutations = new Mutations(random, frames);
        long start = System.nanoTime();
        int read = 0;
        int refused = 0;
        int again = 0;
        Map<Object, Integer> linked = new HashMap<>();
        double worst = 0;
        long longest = 0;
        for (int i = 0; i < FRAMES; i++) {
            Target target = targets.get(random.nextInt(targets.size()));
            byte[] frame = mutations.mutate(frames.get(target.frame));
            int version = random.nextInt(16) == 0 ? random.nextInt(24) - 2 : target.version;
            ByteBuf in = buffer(frame, i);

            long before = System.nanoTime();
            Decoder.Outcome outcome = target.decoder.read(in, version);
            longest = Math.max(longest, System.nanoTime() - before);

            String where = "frame %d, seed %d: %s version %d: %s"
                    .formatted(
                            i, SEED, target.definition, version, HexFormat.of().formatHex(frame));
            long allowance = (long) AllocationTest.FACTOR * frame.length + REFUSAL_BYTES;
            long allocated = outcome.allocated();
            if (allocated > allowance) {
                // The first refusal of a kind also pays for linking the code that makes its text, and a decoder that is
                // called often is linked anew to its caller by JDK 25: both once for a JVM, whatever is in the frame.
                allocated = target.decoder.read(buffer(frame, i), version).allocated();
                linked.merge(target.definition, 1, Integer::sum);
            }
            if (allocated > allowance) {
                throw new AssertionError(allocated + " bytes of heap for " + where);
            }
            worst = Math.max(worst, (double) allocated / allowance);
            if (outcome.refusal() != null) {
                refused++;
                assertRefusal(target.definition, version, outcome.refusal(), where);
            } else {
                read++;
                assertTrue(target.definition.valid().has(version), where);
                if (in.readableBytes() == 0 && frame.length < 8_000) {
                    again++;
                    assertWrittenAndReadAgain(target, outcome.message(), version, where);
                }
            }
        }
        System.out.printf(
                "%d spoilt frames in %.1f s: %d refused, %d read (%d of them whole, written and read again); at worst %.0f %%"
                        + " of the allowed heap; the slowest took %.1f ms%n",
                FRAMES, (System.nanoTime() - start) / 1e9, refused, read, again, 100 * worst, longest / 1e6);
        linked.forEach((definition, times) -> assertTrue(
                times <= 3, times + " frames of " + definition + " took more heap at first than when read again"));
        assertTrue(longest < LONGEST.toNanos(), "a frame took " + longest / 1_000_000 + " ms");
        assertTrue(refused > FRAMES / 10 && read > FRAMES / 10 && again > FRAMES / 100, "the mix is lopsided");
    }

    /** Most frames lie in one array; some in memory outside the heap, some in two pieces. */
    private static ByteBuf buffer(byte[] frame, int i) {
        return switch (i % 8) {
            case 0 ->
                Unpooled.wrappedBuffer(
                        ByteBuffer.allocateDirect(frame.length).put(frame).flip());
            case 1 -> {
                int half = frame.length / 2;
                yield Unpooled.wrappedBuffer(
                        Unpooled.wrappedBuffer(frame, 0, half),
                        Unpooled.wrappedBuffer(frame, half, frame.length - half));
            }
            default -> Unpooled.wrappedBuffer(frame);
        };
    }

    private static void assertRefusal(Definition definition, int version, RuntimeException refusal, String where) {
        Class<?> expected =
                definition.valid().has(version) ? MalformedMessageException.class : UnsupportedVersionException.class;
        if (refusal.getClass() != expected) {
            throw new AssertionError("not the documented refusal for " + where, refusal);
        }
    }

    private void assertWrittenAndReadAgain(Target target, Message message, int version, String where) {
        try {
            byte[] bytes = Ours.write(message, version);
            assertEquals(bytes.length, message.size(version), where);
            Message second = Ours.readAll(catalog.ours(target.definition), bytes, version);
            assertEquals(message, second, where);
        } catch (RuntimeException e) {
            throw new AssertionError("was read, and cannot be written and read again: " + where, e);
        }
    }
}
