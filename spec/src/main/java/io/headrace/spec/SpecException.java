package io.headrace.spec;

import io.headrace.common.KafkaException;
import java.util.stream.Collectors;

/** A cluster could not be given what a spec says. The message names each item that is missing, and why. */
public class SpecException extends KafkaException {
    private static final long serialVersionUID = 1L;

    private final transient ApplyReport report;

    SpecException(ApplyReport report) {
        super(report.results().stream()
                .filter(result -> result.outcome() != ApplyReport.Outcome.DONE)
                .map(result -> result.item().subject() + ": " + result.reason())
                .collect(Collectors.joining("; ", "The cluster does not have what it is to have: ", "")));
        this.report = report;
    }

    /** What was done and what was not. */
    public ApplyReport report() {
        return report;
    }
}
