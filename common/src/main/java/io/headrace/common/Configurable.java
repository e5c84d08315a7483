package io.headrace.common;

import java.util.Map;

/** A class that is instantiated by its name in a configuration, and then told that configuration. */
public interface Configurable {
    /** Called once, right after construction, with all settings of the client or broker that created this object. */
    void configure(Map<String, ?> configs);
}
