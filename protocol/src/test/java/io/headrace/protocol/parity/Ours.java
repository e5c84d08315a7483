package io.headrace.protocol.parity;

import io.headrace.protocol.wire.Message;
import io.headrace.protocol.wire.UnknownTaggedField;
import io.headrace.protocol.wire.WireReader;
import io.headrace.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Our generated classes, by reflection. */
final class Ours {

    private static final Map<MethodKey, Method> METHODS = new ConcurrentHashMap<>();

    private record MethodKey(Class<?> type, String name, int parameters) {}

    private Ours() {}

    static Object create(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Message read(Class<?> type, ByteBuf in, int version) {
        return (Message) call(method(type, "read", 2), null, in, version);
    }

    static Message readAll(Class<?> type, byte[] bytes, int version) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        Message message = read(type, in, version);
        WireReader.requireEnd(in, type.getSimpleName());
        return message;
    }

    static byte[] write(Message message, int version) {
        ByteBuf out = Unpooled.buffer();
        message.write(WireWriter.to(out), version);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    static void set(Object target, Definition.Field field, Object value) {
        call(method(target.getClass(), field.member(), 1), target, value);
    }

    static Object get(Object target, Definition.Field field) {
        return call(method(target.getClass(), field.member(), 0), target);
    }

    @SuppressWarnings("unchecked")
    static List<UnknownTaggedField> unknownTaggedFields(Object target) {
        return (List<UnknownTaggedField>) call(method(target.getClass(), "unknownTaggedFields", 0), target);
    }

    /** The struct of a name inside a message. */
    static Class<?> struct(Class<?> top, String name) {
        return Catalog.load(top.getClassLoader(), top.getName() + "$" + name);
    }

    static Method method(Class<?> type, String name, int parameters) {
        return METHODS.computeIfAbsent(new MethodKey(type, name, parameters), key -> {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == parameters) {
                    return method;
                }
            }
            throw new IllegalStateException("no method " + key);
        });
    }

    /** Calls a method; what it throws comes out as it is. */
    static Object call(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
