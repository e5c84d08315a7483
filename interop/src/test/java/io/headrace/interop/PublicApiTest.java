package io.headrace.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an application can call on Apache's clients it can call on ours: every public or protected class, constructor,
 * method and field of a package that is complete, with the same types under our names, and every constant with its value.
 * What Apache has deprecated is left out. What differs is listed with its reason, and the list is checked too.
 */
class PublicApiTest {

    private static final String APACHE = "org.apache.kafka.";
    private static final String OURS = "io.headrace.";

    /** Classes that do not lie in the package of the same name. */
    private static final Map<String, String> MOVED = Map.of(
            "org.apache.kafka.clients.consumer.internals.AbstractStickyAssignor$MemberData",
                    "io.headrace.clients.consumer.internals.assignor.AbstractStickyAssignor$MemberData",
            "org.apache.kafka.clients.producer.Partitioner", "io.headrace.partitioners.Partitioner",
            "org.apache.kafka.clients.producer.RoundRobinPartitioner",
                    "io.headrace.partitioners.RoundRobinPartitioner");

    /** Of these packages only some classes are documented as public. */
    private static final Map<String, Set<String>> ONLY = Map.of(
            "org.apache.kafka.common.record", Set.of("TimestampType"),
            "org.apache.kafka.common.utils", Set.of("Bytes"));

    /** What is missing on purpose, and why. */
    private static final Map<String, String> REASONS = Map.of(
            "org.apache.kafka.common.MessageFormatter",
            "what kafka-console-consumer prints with; it takes a record of the consumer, which common does not know");

    /** What is not supported yet: by what the name begins with. */
    private static final List<String> NOT_YET = List.of(
            "org.apache.kafka.clients.consumer.Acknowledge",
            "org.apache.kafka.clients.consumer.ConsumerConfig: static java.lang.String SHARE",
            "org.apache.kafka.clients.consumer.ConsumerConfig: static java.lang.String DEFAULT_SHARE",
            "org.apache.kafka.clients.consumer.KafkaShareConsumer",
            "org.apache.kafka.clients.consumer.MockShareConsumer",
            "org.apache.kafka.clients.consumer.ShareConsumer");

    static List<String> packages() {
        return List.of(
                "org.apache.kafka.clients.admin",
                "org.apache.kafka.clients.consumer",
                "org.apache.kafka.clients.producer",
                "org.apache.kafka.common",
                "org.apache.kafka.common.acl",
                "org.apache.kafka.common.annotation",
                "org.apache.kafka.common.config",
                "org.apache.kafka.common.config.provider",
                "org.apache.kafka.common.errors",
                "org.apache.kafka.common.header",
                "org.apache.kafka.common.metrics",
                "org.apache.kafka.common.quota",
                "org.apache.kafka.common.record",
                "org.apache.kafka.common.resource",
                "org.apache.kafka.common.serialization",
                "org.apache.kafka.common.utils");
    }

    @ParameterizedTest
    @MethodSource("packages")
    void everythingPublicIsHere(String apachePackage) throws Exception {
        List<Class<?>> classes = publicClasses(apachePackage);
        assertTrue(classes.size() > 0, apachePackage);
        List<String> missing = new ArrayList<>();
        for (Class<?> apache : classes) {
            compare(apache, missing);
        }
        Set<String> expected = REASONS.keySet().stream()
                .filter(name -> name.substring(0, name.lastIndexOf('.')).equals(apachePackage))
                .collect(Collectors.toSet());
        missing.removeIf(name -> NOT_YET.stream().anyMatch(name::startsWith));
        assertEquals(expected, new HashSet<>(missing), () -> String.join("\n", missing));
    }

    private static List<Class<?>> publicClasses(String apachePackage) throws IOException, ClassNotFoundException {
        File jar = new File(KafkaProducer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        String path = apachePackage.replace('.', '/') + "/";
        List<String> names;
        try (JarFile file = new JarFile(jar)) {
            names = file.stream()
                    .map(entry -> entry.getName())
                    .filter(name ->
                            name.startsWith(path) && name.endsWith(".class") && name.indexOf('/', path.length()) < 0)
                    .map(name ->
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
        List<Class<?>> found = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            Set<String> only = ONLY.get(apachePackage);
            if (isVisible(type)
                    && (only == null || only.contains(outermost(type).getSimpleName()))) {
                found.add(type);
            }
        }
        return found;
    }

    private static Class<?> outermost(Class<?> type) {
        return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
    }

    /** Whether an application can name it. */
    private static boolean isVisible(Class<?> type) {
        if (type.isAnonymousClass() || type.isLocalClass() || isDeprecated(type)) {
            return false;
        }
        Class<?> outer = type.getDeclaringClass();
        boolean isOpen =
                Modifier.isPublic(type.getModifiers()) || (outer != null && Modifier.isProtected(type.getModifiers()));
        return isOpen && (outer == null || isVisible(outer));
    }

    private static boolean isDeprecated(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class);
    }

    private static void compare(Class<?> apache, List<String> missing) {
        Class<?> ours = counterpart(apache);
        if (ours == null) {
            missing.add(apache.getName());
            return;
        }
        for (Class<?> above : withSupertypes(apache)) {
            Class<?> ourAbove = above.getName().startsWith(APACHE) ? counterpart(above) : above;
            if (ourAbove != null && !ourAbove.isAssignableFrom(ours)) {
                missing.add(apache.getName() + ": is no " + above.getName());
            }
        }
        Map<String, Member> theirMembers = members(apache);
        Map<String, Member> ourMembers = members(ours);
        theirMembers.forEach((signature, member) -> {
            Member found = ourMembers.get(signature);
            if (found == null) {
                missing.add(apache.getName() + ": " + signature);
            } else if (member instanceof Field theirs && !sameConstant(theirs, (Field) found)) {
                missing.add(apache.getName() + ": " + signature + " has another value");
            }
        });
    }

    private static Class<?> counterpart(Class<?> apache) {
        try {
            return Class.forName(ours(apache.getName()), false, PublicApiTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static String ours(String name) {
        return MOVED.getOrDefault(name, name.replace(APACHE, OURS));
    }

    /** All that can be called or overridden, inherited or not, with our names in the place of Apache's. */
    private static Map<String, Member> members(Class<?> type) {
        Map<String, Member> members = new TreeMap<>();
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            add(members, type, constructor, constructor, "new" + parameters(constructor));
        }
        for (Class<?> c : withSupertypes(type)) {
            for (Method method : c.getDeclaredMethods()) {
                if (!method.isBridge()) {
                    String result = ours(method.getReturnType().getTypeName());
                    add(members, type, method, method, result + " " + method.getName() + parameters(method));
                }
            }
            for (Field field : c.getDeclaredFields()) {
                add(members, type, field, field, ours(field.getType().getTypeName()) + " " + field.getName());
            }
        }
        return members;
    }

    private static void add(
            Map<String, Member> members, Class<?> of, Member member, AnnotatedElement element, String signature) {
        int modifiers = member.getModifiers();
        boolean isOpen = Modifier.isPublic(modifiers)
                || (Modifier.isProtected(modifiers) && !Modifier.isFinal(of.getModifiers()));
        if (isOpen && !member.isSynthetic() && !isDeprecated(element)) {
            String kind = Modifier.isStatic(modifiers) ? "static " : "";
            members.putIfAbsent(kind + signature, member);
        }
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getParameterTypes())
                .map(type -> ours(type.getTypeName()))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    /** Without what every object has. */
    private static List<Class<?>> withSupertypes(Class<?> type) {
        if (type == null || type == Object.class) {
            return List.of();
        }
        return Stream.concat(
                        Stream.of(type),
                        Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
                                .flatMap(up -> withSupertypes(up).stream()))
                .toList();
    }

    private static boolean sameConstant(Field theirs, Field ours) {
        boolean isConstant = Modifier.isStatic(theirs.getModifiers())
                && Modifier.isFinal(theirs.getModifiers())
                && (theirs.getType().isPrimitive() || theirs.getType() == String.class)
                && !theirs.getName().endsWith("_DOC");
        if (!isConstant) {
            return true;
        }
        try {
            theirs.setAccessible(true);
            ours.setAccessible(true);
            return textOf(theirs.get(null)).equals(textOf(ours.get(null)));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static String textOf(Object value) {
        return String.valueOf(value).replace(APACHE, OURS);
    }
}
