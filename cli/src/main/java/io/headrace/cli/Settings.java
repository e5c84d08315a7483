package io.headrace.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Settings from the command line and from files. */
public final class Settings {
    private Settings() {}

    /**
     * Reads a file of {@code key=value} lines, as Java's properties are written.
     *
     * @throws CommandFailure naming the file and what is wrong with it
     */
    public static Map<String, String> ofFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (MalformedInputException e) {
            throw CommandFailure.failed("cannot read settings from " + file + ": it is not UTF-8 text", e);
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : reason(e, file);
            throw CommandFailure.failed("cannot read settings from " + file + ": " + reason, e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.failed("cannot read settings from " + file + ": " + e.getMessage(), e);
        }
        Map<String, String> settings = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings;
    }

    /** What an I/O failure says, without the file's name that some of them consist of. */
    public static String reason(IOException e, Path file) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        String message = e.getMessage();
        return message == null || message.equals(file.toString()) ? e.getClass().getSimpleName() : message;
    }
}
