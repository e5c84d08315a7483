package io.headrace.cli;

import java.nio.file.Path;

/** Where things are unless the user says otherwise. */
public final class Locations {
    private Locations() {}

    /** The directory that holds what commands leave behind: {@code .headrace} beside the launcher. */
    private static Path home() {
        // Set by the launcher; without it, for example from a class path of one's own, the working directory does.
        return Path.of(System.getProperty("headrace.home", ""), ".headrace");
    }

    /** How the user called this command, to be used in advice. */
    public static String command() {
        return System.getProperty("headrace.command", "headrace");
    }

    /** A broker's data. */
    public static Path dataDirectory() {
        return home().resolve("data");
    }

    /** What {@code quickstart} writes. */
    public static Path quickstartDirectory() {
        return home().resolve("quickstart");
    }
}
