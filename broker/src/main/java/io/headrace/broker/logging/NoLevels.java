package io.headrace.broker.logging;

import java.util.Collections;
import java.util.SortedMap;

/** A backend whose levels cannot be changed. */
final class NoLevels implements LogLevels {

    private final String why;

    NoLevels(String why) {
        this.why = why;
    }

    @Override
    public String unavailable() {
        return why;
    }

    @Override
    public SortedMap<String, String> levels() {
        return Collections.emptySortedMap();
    }

    @Override
    public void set(String logger, String level) {
        throw new IllegalStateException(why);
    }

    @Override
    public void unset(String logger) {
        throw new IllegalStateException(why);
    }
}
