package io.headrace.cli;

import io.headrace.common.KafkaException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Puts a failure into one line. */
public final class FailureText {
    private FailureText() {}

    /** The failure itself, out of what it was wrapped in on its way here. */
    public static Throwable unwrap(Throwable failure) {
        Throwable reason = failure;
        while ((reason instanceof ExecutionException || reason instanceof CompletionException)
                && reason.getCause() != null) {
            reason = reason.getCause();
        }
        return reason;
    }

    /** What to tell the user. */
    public static String of(Throwable failure) {
        Throwable reason = unwrap(failure);
        String message = firstLine(reason.getMessage());
        if (reason instanceof CommandFailure) {
            return message;
        }
        if (reason instanceof NoSuchFileException) {
            return message + ": no such file or directory";
        }
        if (reason instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        boolean foreseen = reason instanceof KafkaException || reason instanceof IOException;
        if (foreseen && message != null) {
            return message;
        }
        String name = reason.getClass().getSimpleName();
        return foreseen
                ? name
                : "unexpected " + name + (message == null ? "" : ": " + message) + " (--stacktrace says where)";
    }

    private static String firstLine(String message) {
        if (message == null) {
            return null;
        }
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
