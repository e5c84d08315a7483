package io.headrace.interop.groups;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Versions and protocols of Apache's clients that the scenarios are played with. */
enum ClientLine {
    /** The current client, with groups as they were since 0.9. */
    CLASSIC("classic", false),
    /** The current client with the protocol of KIP-848. */
    CONSUMER("consumer", false),
    /** The last client of the 2.x years, loaded beside the current one. */
    OLD("", true);

    private final String groupProtocol;
    private final boolean old;

    ClientLine(String groupProtocol, boolean old) {
        this.groupProtocol = groupProtocol;
        this.old = old;
    }

    /** Plays a scenario, which is a method of {@link Scenarios}. */
    void play(String scenario, String bootstrapServers) throws Exception {
        Class<?> scenarios = old ? OldClients.LOADER.loadClass(Scenarios.class.getName()) : Scenarios.class;
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(scenarios.getClassLoader());
        try {
            Object instance = scenarios
                    .getConstructor(String.class, Map.class)
                    .newInstance(bootstrapServers, old ? Map.of() : Map.of("group.protocol", groupProtocol));
            scenarios.getMethod(scenario).invoke(instance);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Loads the old client, and our classes that use it, instead of what is on the class path. */
    private static final class OldClients extends URLClassLoader {

        static final OldClients LOADER = new OldClients();

        private static final List<String> OWN = List.of("org.apache.kafka.", Scenarios.class.getPackageName() + ".");

        private OldClients() {
            super("old-kafka-clients", urls(), OldClients.class.getClassLoader());
        }

        private static URL[] urls() {
            try (Stream<Path> jars = Files.list(Path.of("target", "old-clients"))) {
                return Stream.concat(
                                jars,
                                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                        .filter(entry -> entry.endsWith("test-classes"))
                                        .map(Path::of))
                        .map(OldClients::url)
                        .toArray(URL[]::new);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static URL url(Path path) {
            try {
                return path.toUri().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (OWN.stream().noneMatch(name::startsWith)) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
