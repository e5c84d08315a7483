package io.headrace.common.config;

import java.util.Map;

/**
 * Loads classes that settings name. A name that begins with {@code org.apache.kafka.} means this project's class of the
 * same purpose where there is one, so that an application's settings can stay as they are when it moves over.
 */
public final class ClassNames {
    private static final String APACHE = "org.apache.kafka.";
    private static final String OURS = "io.headrace.";

    /** What does not lie in the package of the same name. */
    private static final Map<String, String> MOVED = Map.of(
            "clients.producer.RoundRobinPartitioner", "partitioners.RoundRobinPartitioner",
            "clients.producer.UniformStickyPartitioner", "partitioners.UniformStickyPartitioner",
            "clients.producer.internals.DefaultPartitioner", "partitioners.DefaultPartitioner");

    private ClassNames() {}

    /**
     * The name of the class that a setting means: ours if we have one of that purpose, else the name as it stands, whether
     * or not there is such a class.
     */
    public static String loadable(String name) {
        try {
            return load(name).getName();
        } catch (ClassNotFoundException e) {
            return name;
        }
    }

    /**
     * The class that a setting means: ours if we have one of that purpose.
     *
     * @throws ClassNotFoundException if there is neither ours nor one of that name
     */
    public static Class<?> load(String name) throws ClassNotFoundException {
        String ours = counterpart(name);
        if (ours != null) {
            try {
                return loadExactly(ours);
            } catch (ClassNotFoundException e) {
                // Not one of ours: a class that somebody else put into a package of that name, or none at all.
            }
        }
        return loadExactly(name);
    }

    /** Our name for Apache's class, whether or not it exists; null for any other class. */
    static String counterpart(String name) {
        if (!name.startsWith(APACHE)) {
            return null;
        }
        String rest = name.substring(APACHE.length());
        return OURS + MOVED.getOrDefault(rest, rest);
    }

    private static Class<?> loadExactly(String name) throws ClassNotFoundException {
        ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
        if (ofThread != null) {
            try {
                return Class.forName(name, true, ofThread);
            } catch (ClassNotFoundException e) {
                // A thread of a container may see the application's classes only; ours see at least our own.
            }
        }
        return Class.forName(name, true, ClassNames.class.getClassLoader());
    }
}
