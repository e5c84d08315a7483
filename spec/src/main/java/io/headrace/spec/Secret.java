package io.headrace.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Where a password comes from. It is looked up when it is needed and is never part of a plan, a report or a message; two are
 * equal when they come from the same place.
 */
public final class Secret {
    private final String origin;
    private final Supplier<String> source;

    private Secret(String origin, Supplier<String> source) {
        this.origin = origin;
        this.source = source;
    }

    /**
     * A variable of the environment.
     *
     * @param name the variable's name
     */
    public static Secret env(String name) {
        return env(name, System::getenv);
    }

    static Secret env(String name, Function<String, String> environment) {
        return new Secret("env " + name, () -> {
            String value = environment.apply(name);
            if (value == null || value.isEmpty()) {
                throw new IllegalStateException("the variable " + name + " is not set");
            }
            return value;
        });
    }

    /**
     * The first line of a file.
     *
     * @param path the file
     */
    public static Secret file(Path path) {
        return new Secret("file " + path, () -> firstLine(path));
    }

    /**
     * Whatever an application has.
     *
     * @param origin what to call it in plans; not the password
     * @param source asked when the password is needed
     */
    public static Secret of(String origin, Supplier<String> source) {
        return new Secret(origin, source);
    }

    /**
     * The password itself.
     *
     * @throws IllegalStateException saying why there is none
     */
    public String reveal() {
        String value = source.get();
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException(origin + " is empty");
        }
        return value;
    }

    private static String firstLine(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new IllegalStateException("the file " + path + " cannot be read", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && origin.equals(that.origin);
    }

    @Override
    public int hashCode() {
        return origin.hashCode();
    }

    /** Where it comes from. */
    @Override
    public String toString() {
        return origin;
    }
}
