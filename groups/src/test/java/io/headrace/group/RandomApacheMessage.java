package io.headrace.group;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;

/** Fills messages of Apache's with whatever their setters take. */
final class RandomApacheMessage {

    private final Random random;

    RandomApacheMessage(Random random) {
        this.random = random;
    }

    /** Fills all fields that a version can carry. */
    <M extends ApiMessage> M fill(M message, short version) {
        for (Method setter : settersOf(message)) {
            Object before = call(message, getterOf(message, setter));
            call(message, setter, value(setter.getGenericParameterTypes()[0]));
            try {
                MessageUtil.toVersionPrefixedByteBuffer(version, message);
            } catch (UnsupportedVersionException e) {
                call(message, setter, before);
            }
        }
        return message;
    }

    private static List<Method> settersOf(Object message) {
        return Arrays.stream(message.getClass().getMethods())
                .filter(method -> method.getName().startsWith("set") && method.getParameterCount() == 1)
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    private static Method getterOf(Object message, Method setter) {
        String name = setter.getName().substring("set".length());
        try {
            return message.getClass().getMethod(Character.toLowerCase(name.charAt(0)) + name.substring(1));
        } catch (NoSuchMethodException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private Object value(Type type) {
        if (type == String.class) {
            return text();
        } else if (type == int.class) {
            return random.nextInt();
        } else if (type == long.class) {
            return random.nextLong();
        } else if (type == short.class) {
            return (short) random.nextInt();
        } else if (type == byte.class) {
            return (byte) random.nextInt();
        } else if (type == boolean.class) {
            return random.nextBoolean();
        } else if (type == Uuid.class) {
            return new Uuid(random.nextLong(), random.nextLong());
        } else if (type == byte[].class) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            return bytes;
        } else if (type instanceof ParameterizedType list) {
            return list(list.getActualTypeArguments()[0]);
        }
        return struct((Class<?>) type);
    }

    private List<Object> list(Type element) {
        List<Object> list = new ArrayList<>();
        int size = random.nextInt(4);
        for (int i = 0; i < size; i++) {
            list.add(element == Integer.class ? (Object) random.nextInt() : value(element));
        }
        return list;
    }

    private Object struct(Class<?> type) {
        try {
            Object struct = type.getConstructor().newInstance();
            for (Method setter : settersOf(struct)) {
                call(struct, setter, value(setter.getGenericParameterTypes()[0]));
            }
            return struct;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.append(random.nextBoolean() ? "ä€" : "").toString();
    }

    private static Object call(Object target, Method method, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
