package io.headrace.common.config;

import io.headrace.common.Configurable;
import io.headrace.common.KafkaException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the objects whose classes a configuration names. Has no state. */
final class Instances {
    private static final Logger log = LoggerFactory.getLogger(Instances.class);

    private Instances() {}

    /** @throws KafkaException if the class cannot be instantiated or is not a {@code type} */
    static <T> T create(Class<?> implementation, Class<T> type, Map<String, ?> configs) {
        Object instance = construct(implementation);
        if (!type.isInstance(instance)) {
            close(instance);
            throw new KafkaException(implementation.getName() + " is not an instance of " + type.getName());
        }
        configure(instance, configs);
        return type.cast(instance);
    }

    /** @param classNames names, or classes */
    static <T> List<T> create(List<?> classNames, Class<T> type, Map<String, ?> configs) {
        List<T> instances = new ArrayList<>(classNames.size());
        try {
            for (Object className : classNames) {
                if (className != null) {
                    instances.add(create(classOf(className), type, configs));
                }
            }
            return instances;
        } catch (RuntimeException | Error e) {
            instances.forEach(Instances::close);
            throw e;
        }
    }

    private static Class<?> classOf(Object className) {
        if (className instanceof Class<?> found) {
            return found;
        }
        if (!(className instanceof String name)) {
            throw new KafkaException("a list of classes has an element that is neither a class nor a name, but a "
                    + className.getClass().getName());
        }
        try {
            return ClassNames.load(name.trim());
        } catch (ClassNotFoundException e) {
            throw new KafkaException("class " + name + " cannot be found", e);
        }
    }

    private static Object construct(Class<?> implementation) {
        try {
            return implementation.getDeclaredConstructor().newInstance();
        } catch (NoSuchMethodException e) {
            throw new KafkaException("class " + implementation.getName() + " has no constructor without arguments", e);
        } catch (InstantiationException | IllegalAccessException e) {
            throw new KafkaException(
                    "class " + implementation.getName() + " is abstract, or its constructor is not public", e);
        } catch (InvocationTargetException e) {
            throw new KafkaException(
                    "the constructor of class " + implementation.getName() + " failed: " + e.getCause(), e.getCause());
        }
    }

    private static void configure(Object instance, Map<String, ?> configs) {
        if (instance instanceof Configurable configurable) {
            try {
                configurable.configure(configs);
            } catch (RuntimeException | Error e) {
                close(instance);
                throw e;
            }
        }
    }

    private static void close(Object instance) {
        if (instance instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.warn(
                        "closing {} after a failed start failed too",
                        instance.getClass().getName(),
                        e);
            }
        }
    }
}
