package io.headrace.cli;

import io.headrace.cli.output.ItemResult;
import io.headrace.common.KafkaFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the things that a command was to change: told as a line each, or as a list of {@link ItemResult}, and by
 * the exit code. Each fails for itself.
 */
public final class Changes {
    private final Console console;
    private final Output output;
    private final Duration timeout;
    private final List<ItemResult> results = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();

    /** Nothing so far. */
    public Changes(Console console, Output output, ConnectOptions connect) {
        this.console = console;
        this.output = output;
        this.timeout = connect.timeout();
    }

    /** Waits for a change, and notes what became of it: {@code result} is the word for that it was done. */
    public void await(String item, KafkaFuture<?> future, String result) {
        try {
            Answers.await(future, timeout);
            done(item, result, result + " " + item);
        } catch (RuntimeException e) {
            failed(item, e);
        }
    }

    /** Notes that something was done, or need not be: {@code line} says so to people. */
    public void done(String item, String result, String line) {
        results.add(ItemResult.done(item, result));
        if (output.isForPeople()) {
            console.println(line);
        }
    }

    /** Notes that something failed. */
    public void failed(String item, RuntimeException reason) {
        results.add(ItemResult.failed(item, FailureText.of(reason)));
        failures.add(reason);
    }

    /**
     * Tells what there is to tell.
     *
     * @throws RuntimeException when something failed: the reason of a single thing, or else how many failed
     */
    public void conclude() {
        output.list(console, results, () -> {});
        if (failures.isEmpty()) {
            return;
        }
        if (results.size() == 1) {
            throw failures.get(0);
        }
        for (ItemResult each : results) {
            if (each.error() != null) {
                console.err().println(each.item() + ": " + each.error());
            }
        }
        String message = failures.size() + " of " + results.size() + " failed";
        throw failures.size() == results.size() ? CommandFailure.failed(message) : CommandFailure.partly(message);
    }
}
