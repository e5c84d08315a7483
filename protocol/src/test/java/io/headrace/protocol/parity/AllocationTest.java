package io.headrace.protocol.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.Uuid;
import io.headrace.protocol.parity.Definition.Field;
import io.headrace.protocol.wire.Message;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The most memory that bytes can cost: for each array in each message and version a frame that is nothing but the
 * smallest elements, read with the allocation of the thread measured.
 */
class AllocationTest {

    /** Bytes of heap for a byte of frame, at most. Also what the fuzz test allows. */
    static final int FACTOR = 32;

    private static final int ELEMENTS = 2_000;

    private double worst;
    private String worstWhere = "";
    private int measured;

    @Test
    void aFrameCostsAtMostItsSizeTimesASmallConstant() {
        Catalog catalog = Catalog.calls();
        for (Definition definition : catalog.definitions()) {
            if (definition.isReserved()) {
                continue;
            }
            Class<?> type = catalog.ours(definition);
            Decoder decoder = new Decoder(type);
            for (int version = definition.valid().lowest();
                    version <= definition.valid().highest();
                    version++) {
                for (List<Field> path : arrays(definition, definition.fields(), version)) {
                    Message message = (Message) Ours.create(type);
                    fill(definition, message, path, type);
                    String what = path.stream().map(Field::name).collect(Collectors.joining("."));
                    measure(definition, decoder, message, version, what);
                }
                if (definition.flexible().has(version)) {
                    Message message = (Message) Ours.create(type);
                    for (int tag = 100; tag < 100 + ELEMENTS; tag++) {
                        message.unknownTaggedFields().add(new UnknownTaggedField(tag, new byte[0]));
                    }
                    measure(definition, decoder, message, version, "unknown tags");
                }
            }
        }
        System.out.printf(
                "%d kinds of arrays, at worst %.1f bytes of heap for a byte of frame: %s%n",
                measured, worst, worstWhere);
        assertTrue(measured > 1_000, "only " + measured + " kinds of arrays");
        assertTrue(worst <= FACTOR, worst + " bytes of heap for a byte of frame: " + worstWhere);
    }

    /** The ways to all arrays that a version has: the fields to go through, the array last. */
    private static List<List<Field>> arrays(Definition definition, List<Field> fields, int version) {
        List<List<Field>> found = new ArrayList<>();
        for (Field field : fields) {
            if (!field.versions().has(version)) {
                continue;
            }
            if (field.array()) {
                found.add(List.of(field));
            }
            if (field.isStruct()) {
                for (List<Field> inner : arrays(definition, definition.structs().get(field.type()), version)) {
                    List<Field> path = new ArrayList<>();
                    path.add(field);
                    path.addAll(inner);
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static void fill(Definition definition, Object target, List<Field> path, Class<?> top) {
        Field field = path.get(0);
        if (path.size() > 1) {
            Object struct = Ours.create(Ours.struct(top, field.type()));
            fill(definition, struct, path.subList(1, path.size()), top);
            Ours.set(target, field, field.array() ? List.of(struct) : struct);
            return;
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            elements.add(element(field, i, top));
        }
        Ours.set(target, field, elements);
    }

    private static Object element(Field field, int i, Class<?> top) {
        return switch (field.type()) {
            case "string" -> "x";
            case "uuid" -> new Uuid(1, i);
            case "int8" -> (byte) i;
            case "int16" -> (short) (1_000 + i);
            case "int32" -> 1_000 + i;
            case "int64" -> 1_000L + i;
            default -> Ours.create(Ours.struct(top, field.type()));
        };
    }

    private void measure(Definition definition, Decoder decoder, Message message, int version, String what) {
        byte[] bytes = Ours.write(message, version);
        Decoder.Outcome outcome = decoder.read(Unpooled.wrappedBuffer(bytes), version);
        assertNotNull(outcome.message(), () -> definition + " " + what + ": " + outcome.refusal());
        assertEquals(message, outcome.message());
        double factor = (double) outcome.allocated() / bytes.length;
        measured++;
        if (factor > worst) {
            worst = factor;
            worstWhere = definition.name() + " version " + version + " " + what;
        }
    }
}
