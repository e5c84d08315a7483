package io.headrace.protocol.parity;

import io.headrace.common.Uuid;
import io.headrace.protocol.parity.Definition.Field;
import io.headrace.protocol.wire.BufferRecordBytes;
import io.headrace.protocol.wire.Message;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Makes messages of ours with contents that a version can carry. */
final class RandomMessages {

    /** What the contents are like. */
    enum Style {
        /** As the constructor leaves them. */
        DEFAULTS,
        /** Null wherever it may be. */
        NULLS,
        /** Empty strings, bytes and arrays. */
        EMPTY,
        /** Anything, short. */
        RANDOM,
        /** Anything, now and then as long as it may get. */
        LONG
    }

    private final Random random;
    private final Class<?> top;
    private final Definition definition;
    private final int version;
    private final Style style;
    private boolean lossy;
    /** Long contents are rare and few, or a nested message would have megabytes of them. */
    private int longLeft = 2;

    private RandomMessages(Random random, Class<?> top, Definition definition, int version, Style style) {
        this.random = random;
        this.top = top;
        this.definition = definition;
        this.version = version;
        this.style = style;
    }

    /**
     * A message and whether it holds something that gets lost when it is written in the version.
     */
    record Sample(Message message, boolean lossy) {}

    static Sample sample(Random random, Class<?> type, Definition definition, int version, Style style) {
        RandomMessages messages = new RandomMessages(random, type, definition, version, style);
        Message message = (Message) messages.struct(type, definition.fields(), 0);
        return new Sample(message, messages.lossy);
    }

    /** A message with one value that is not the default in a field, for the tests of refusals. */
    static Object nonDefault(Random random, Class<?> top, Definition definition, int version, Field field) {
        RandomMessages messages = new RandomMessages(random, top, definition, version, Style.RANDOM);
        return messages.nonDefault(field);
    }

    private Object struct(Class<?> type, List<Field> fields, int depth) {
        Object target = Ours.create(type);
        if (style != Style.DEFAULTS) {
            for (Field field : fields) {
                if (field.versions().has(version)) {
                    if (!isLeftAtDefault(field)) {
                        Ours.set(target, field, value(field, depth));
                    }
                } else if (field.ignorable() && style == Style.RANDOM && random.nextInt(4) == 0) {
                    Ours.set(target, field, nonDefault(field));
                    lossy = true;
                }
            }
            if (definition.flexible().has(version) && random.nextInt(3) == 0) {
                Ours.unknownTaggedFields(target).addAll(unknownTags(fields));
            }
        }
        return target;
    }

    private boolean isLeftAtDefault(Field field) {
        return field.tag() >= 0 && random.nextInt(3) == 0;
    }

    private List<UnknownTaggedField> unknownTags(List<Field> fields) {
        Set<Integer> known = new HashSet<>();
        fields.forEach(field -> known.add(field.tag()));
        Set<Integer> tags = new TreeSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            int tag = random.nextInt(5) == 0 ? random.nextInt(Integer.MAX_VALUE) : random.nextInt(12);
            if (!known.contains(tag)) {
                tags.add(tag);
            }
        }
        List<UnknownTaggedField> unknown = new ArrayList<>();
        tags.forEach(tag -> unknown.add(new UnknownTaggedField(tag, bytes(random.nextInt(20)))));
        return unknown;
    }

    private Object value(Field field, int depth) {
        if (field.nullable().has(version) && (style == Style.NULLS || random.nextInt(4) == 0)) {
            return null;
        }
        if (!field.array()) {
            return element(field, depth);
        }
        int count = style == Style.EMPTY ? 0 : count(field, depth);
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            elements.add(element(field, depth + 1));
        }
        return elements;
    }

    private int count(Field field, int depth) {
        if (style == Style.LONG && longLeft > 0 && random.nextInt(8) == 0) {
            longLeft--;
            // Around the place where the count of a compact array takes a second byte.
            return 126 + random.nextInt(4);
        }
        return field.isStruct() && depth > 1 ? random.nextInt(2) : random.nextInt(4);
    }

    private Object element(Field field, int depth) {
        if (field.isStruct()) {
            return struct(Ours.struct(top, field.type()), definition.structs().get(field.type()), depth + 1);
        }
        return scalar(field.type());
    }

    private Object scalar(String type) {
        return switch (type) {
            case "bool" -> random.nextBoolean();
            case "int8" -> (byte) number(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case "int16" -> (short) number(Short.MIN_VALUE, Short.MAX_VALUE);
            case "uint16" -> (int) number(0, 0xffff);
            case "int32" -> (int) number(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "uint32" -> number(0, 0xffff_ffffL);
            case "int64" -> number(Long.MIN_VALUE, Long.MAX_VALUE);
            case "float64" -> random.nextInt(8) == 0 ? Double.NaN : random.nextGaussian();
            case "uuid" -> random.nextInt(4) == 0 ? Uuid.ZERO_UUID : new Uuid(random.nextLong(), random.nextLong());
            case "string" -> string();
            case "bytes" -> bytes(length(1 << 16));
            case "records" -> new BufferRecordBytes(Unpooled.wrappedBuffer(bytes(length(1 << 16))));
            default -> throw new IllegalStateException("type " + type);
        };
    }

    private long number(long lowest, long highest) {
        return switch (random.nextInt(6)) {
            case 0 -> lowest;
            case 1 -> highest;
            case 2 -> 0;
            case 3 -> 1;
            default -> {
                long span = highest - lowest + 1;
                yield span <= 0 ? random.nextLong() : lowest + Math.floorMod(random.nextLong(), span);
            }
        };
    }

    private int length(int longest) {
        if (style == Style.EMPTY) {
            return 0;
        }
        if (style == Style.LONG && longLeft > 0 && random.nextInt(6) == 0) {
            longLeft--;
            int[] edges = {126, 127, 128, 16_382, 16_383, 16_384, longest};
            return Math.min(longest, edges[random.nextInt(edges.length)]);
        }
        return random.nextInt(12);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private String string() {
        int length = length(Short.MAX_VALUE);
        StringBuilder text = new StringBuilder(length);
        boolean ascii = random.nextBoolean();
        int bytes = 0;
        while (bytes < length) {
            int letter = ascii ? 'a' + random.nextInt(26) : letter();
            int width = new String(Character.toChars(letter)).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            if (bytes + width > length) {
                letter = 'z';
                width = 1;
            }
            text.appendCodePoint(letter);
            bytes += width;
        }
        return text.toString();
    }

    /** A letter that takes one to four bytes. */
    private int letter() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> 0x80 + random.nextInt(0x780);
            case 2 -> 0x4e00 + random.nextInt(0x5000);
            default -> 0x1f300 + random.nextInt(0x200);
        };
    }

    private Object nonDefault(Field field) {
        if (field.array()) {
            return List.of(field.isStruct() ? Ours.create(Ours.struct(top, field.type())) : plain(field));
        }
        if (!field.isStruct()) {
            return plain(field);
        }
        Object struct = Ours.create(Ours.struct(top, field.type()));
        Ours.unknownTaggedFields(struct).add(new UnknownTaggedField(99, new byte[1]));
        return struct;
    }

    private Object plain(Field field) {
        return switch (field.type()) {
            case "bool" -> !field.defaultText().equals("true");
            case "int8" -> (byte) 77;
            case "int16" -> (short) 77;
            case "int32", "uint16" -> 77;
            case "int64", "uint32" -> 77L;
            case "float64" -> 0.5;
            case "uuid" -> new Uuid(7, 7);
            case "string" -> "not the default";
            case "bytes" -> new byte[] {1};
            case "records" -> new BufferRecordBytes(Unpooled.wrappedBuffer(new byte[] {1}));
            default -> throw new IllegalStateException("type " + field.type());
        };
    }
}
