package io.headrace.protocol.parity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** The definitions inside a jar of Apache Kafka, and the classes that belong to them on both sides. */
record Catalog(Path jar, List<Definition> definitions, ClassLoader ourLoader, String ourPackage, String apachePackage) {

    /** All messages of the protocol. */
    static Catalog calls() {
        return of(
                org.apache.kafka.common.protocol.ApiKeys.class,
                "common/message/",
                Catalog.class.getClassLoader(),
                "io.headrace.protocol.message",
                "org.apache.kafka.common.message");
    }

    /** The definitions in the jar that a class comes from. */
    static Catalog of(Class<?> fromJar, String folder, ClassLoader ourLoader, String ourPackage, String apachePackage) {
        try {
            Path jar = Path.of(
                    fromJar.getProtectionDomain().getCodeSource().getLocation().toURI());
            List<Definition> definitions = new ArrayList<>();
            try (JarFile file = new JarFile(jar.toFile())) {
                for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (entry.getName().startsWith(folder) && entry.getName().endsWith(".json")) {
                        try (InputStream in = file.getInputStream(entry)) {
                            definitions.add(Definition.parse(in.readAllBytes()));
                        }
                    }
                }
            }
            definitions.sort(Comparator.comparing(Definition::name));
            return new Catalog(jar, List.copyOf(definitions), ourLoader, ourPackage, apachePackage);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Class<?> ours(Definition definition) {
        return load(ourLoader, ourPackage + "." + definition.name());
    }

    Class<?> apaches(Definition definition) {
        boolean suffixed = definition.isCall() || definition.kind().equals("header");
        return load(Catalog.class.getClassLoader(), apachePackage + "." + definition.name() + (suffixed ? "Data" : ""));
    }

    static Class<?> load(ClassLoader loader, String name) {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
