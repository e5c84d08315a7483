package io.headrace.protocol.parity;

import io.headrace.common.Uuid;
import io.headrace.protocol.wire.RecordBytes;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.ObjectSerializationCache;
import org.apache.kafka.common.protocol.Readable;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Apache's generated classes, by reflection. */
final class Apaches {

    private Apaches() {}

    static Message readAll(Class<?> type, byte[] bytes, int version) {
        ByteBufferAccessor in = new ByteBufferAccessor(ByteBuffer.wrap(bytes));
        try {
            Message message =
                    (Message) type.getConstructor(Readable.class, short.class).newInstance(in, (short) version);
            if (in.remaining() > 0) {
                throw new AssertionError(in.remaining() + " bytes left behind " + message);
            }
            return message;
        } catch (InvocationTargetException e) {
            throw new AssertionError("Apache's class cannot read it: " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] write(Message message, int version) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        ByteBuffer out = ByteBuffer.allocate(message.size(cache, (short) version));
        message.write(new ByteBufferAccessor(out), cache, (short) version);
        if (out.hasRemaining()) {
            throw new AssertionError("Apache's size is " + out.capacity() + ", it wrote " + out.position());
        }
        return out.array();
    }

    /** A message of Apache's with the contents of one of ours: all fields, whatever the version. */
    static Message translate(Definition definition, Object ours, Class<?> type) {
        return (Message) struct(definition, definition.fields(), ours, type, type);
    }

    static Object struct(
            Definition definition, List<Definition.Field> fields, Object ours, Class<?> type, Class<?> top) {
        Object apaches = Ours.create(type);
        for (Definition.Field field : fields) {
            Method setter = Ours.method(type, field.apacheSetter(), 1);
            Object value = Ours.get(ours, field);
            Ours.call(setter, apaches, value(definition, field, value, setter.getParameterTypes()[0], top));
        }
        List<RawTaggedField> tags = new ArrayList<>();
        for (UnknownTaggedField tag : Ours.unknownTaggedFields(ours)) {
            tags.add(new RawTaggedField(tag.tag(), tag.data()));
        }
        if (!tags.isEmpty()) {
            unknownTaggedFields(apaches).addAll(tags);
        }
        return apaches;
    }

    @SuppressWarnings("unchecked")
    private static List<RawTaggedField> unknownTaggedFields(Object apaches) {
        return (List<RawTaggedField>) Ours.call(Ours.method(apaches.getClass(), "unknownTaggedFields", 0), apaches);
    }

    @SuppressWarnings("unchecked")
    private static Object value(
            Definition definition, Definition.Field field, Object value, Class<?> wanted, Class<?> top) {
        if (value == null) {
            return null;
        }
        if (!field.array()) {
            return element(definition, field, value, wanted, top);
        }
        Collection<Object> collection =
                List.class.isAssignableFrom(wanted) ? new ArrayList<>() : (Collection<Object>) Ours.create(wanted);
        for (Object element : (List<?>) value) {
            if (!collection.add(element(definition, field, element, wanted, top))) {
                throw new AssertionError("Apache's collection does not take " + element);
            }
        }
        return collection;
    }

    private static Object element(
            Definition definition, Definition.Field field, Object value, Class<?> wanted, Class<?> top) {
        if (field.isStruct()) {
            Class<?> type = Ours.struct(top, field.type());
            return struct(definition, definition.structs().get(field.type()), value, type, top);
        }
        if (value instanceof Uuid uuid) {
            return new org.apache.kafka.common.Uuid(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
        }
        if (value instanceof RecordBytes records) {
            return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes(records)));
        }
        if (value instanceof byte[] bytes && wanted == ByteBuffer.class) {
            return ByteBuffer.wrap(bytes);
        }
        return value;
    }

    static byte[] bytes(RecordBytes records) {
        ByteBuf out = Unpooled.buffer(records.size());
        records.writeTo(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }
}
