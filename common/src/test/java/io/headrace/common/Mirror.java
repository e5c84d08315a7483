package io.headrace.common;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Apache's classes beside ours. */
final class Mirror {
    static final String APACHE = "org.apache.kafka.";
    static final String OURS = "io.headrace.";

    private Mirror() {}

    static String ours(String apacheName) {
        return apacheName.replace(APACHE, OURS);
    }

    static Class<?> ours(Class<?> apache) {
        try {
            return Class.forName(ours(apache.getName()));
        } catch (ClassNotFoundException e) {
            throw new AssertionError("there is no class for " + apache.getName(), e);
        }
    }

    /** The public top-level classes that Apache has directly in that package. */
    static List<Class<?>> publicClasses(String apachePackage) {
        String path = apachePackage.replace('.', '/') + "/";
        List<Class<?>> classes = new ArrayList<>();
        String jar = org.apache.kafka.common.protocol.Errors.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        try (JarFile file = new JarFile(jar)) {
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                String name = entries.nextElement().getName();
                if (name.startsWith(path)
                        && name.endsWith(".class")
                        && name.indexOf('/', path.length()) < 0
                        && name.indexOf('$') < 0) {
                    Class<?> type = Class.forName(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                    if (Modifier.isPublic(type.getModifiers())) {
                        classes.add(type);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        return classes;
    }

    /** Superclasses from the nearest on, under our names. */
    static List<String> ancestry(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Class<?> c = type.getSuperclass(); c != null; c = c.getSuperclass()) {
            names.add(ours(c.getName()));
        }
        return names;
    }

    static Set<String> constructors(Class<?> type) {
        Set<String> signatures = new TreeSet<>();
        for (Constructor<?> constructor : type.getConstructors()) {
            if (!constructor.isAnnotationPresent(Deprecated.class)) {
                signatures.add(ours(Arrays.toString(constructor.getParameterTypes())));
            }
        }
        return signatures;
    }

    static Set<String> methods(Class<?> type) {
        Set<String> signatures = new TreeSet<>();
        for (Method method : type.getMethods()) {
            if (method.getDeclaringClass() != Object.class
                    && !method.isBridge()
                    && !method.isAnnotationPresent(Deprecated.class)) {
                signatures.add(ours(method.getReturnType().getName() + " " + method.getName()
                        + Arrays.toString(method.getParameterTypes())));
            }
        }
        return signatures;
    }
}
