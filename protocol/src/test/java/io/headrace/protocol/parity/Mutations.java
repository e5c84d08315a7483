package io.headrace.protocol.parity;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ways to spoil a frame. */
final class Mutations {

    private static final int[] EXTREME_INTS = {
        0, -1, -2, 1, 0x7f, 0x80, 0x7fff, 0x8000, 0x7fff_ffff, 0x8000_0000, 0x1000_0000, 0x00ff_ffff
    };
    private static final byte[][] EXTREME_VARINTS = {
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80},
        {(byte) 0x80, (byte) 0x80, 0x02},
        {(byte) 0xff, 0x7f},
        {0x00},
        {0x01}
    };

    private final Random random;
    private final List<byte[]> others;

    /**
     * Creates the ways.
     *
     * @param others frames to take pieces from
     */
    Mutations(Random random, List<byte[]> others) {
        this.random = random;
        this.others = others;
    }

    /** A spoilt copy. */
    byte[] mutate(byte[] frame) {
        byte[] spoilt = frame.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            spoilt = once(spoilt);
        }
        return spoilt;
    }

    private byte[] once(byte[] frame) {
        int at = random.nextInt(frame.length + 1);
        return switch (random.nextInt(11)) {
            case 0 -> overwrite(frame, at, new byte[] {(byte) random.nextInt(256)});
            case 1 ->
                at < frame.length
                        ? overwrite(frame, at, new byte[] {(byte) (frame[at] ^ (1 << random.nextInt(8)))})
                        : frame;
            case 2 -> overwrite(frame, at, extremeInt());
            case 3 -> overwrite(frame, at, EXTREME_VARINTS[random.nextInt(EXTREME_VARINTS.length)]);
            case 4 -> splice(frame, at, at, EXTREME_VARINTS[random.nextInt(EXTREME_VARINTS.length)]);
            case 5 -> Arrays.copyOf(frame, at);
            case 6 -> splice(frame, at, Math.min(frame.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 7 -> splice(frame, at, at, randomBytes(1 + random.nextInt(16)));
            case 8 -> splice(frame, at, at, piece(frame));
            case 9 -> splice(frame, at, at, piece(others.get(random.nextInt(others.size()))));
            default -> overwrite(frame, at, randomBytes(1 + random.nextInt(8)));
        };
    }

    private byte[] extremeInt() {
        int value = EXTREME_INTS[random.nextInt(EXTREME_INTS.length)];
        byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
        return random.nextBoolean() ? bytes : new byte[] {bytes[2], bytes[3]};
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] piece(byte[] frame) {
        int from = random.nextInt(frame.length + 1);
        return Arrays.copyOfRange(frame, from, Math.min(frame.length, from + random.nextInt(64)));
    }

    private static byte[] overwrite(byte[] frame, int at, byte[] with) {
        byte[] result = frame.clone();
        System.arraycopy(with, 0, result, at, Math.min(with.length, frame.length - at));
        return result;
    }

    private static byte[] splice(byte[] frame, int from, int to, byte[] with) {
        byte[] result = new byte[frame.length - (to - from) + with.length];
        System.arraycopy(frame, 0, result, 0, from);
        System.arraycopy(with, 0, result, from, with.length);
        System.arraycopy(frame, to, result, from + with.length, frame.length - to);
        return result;
    }
}
