package io.headrace.clients.admin;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configs of one resource. Immutable. */
public class Config {

    private final Map<String, ConfigEntry> entries = new LinkedHashMap<>();

    /** @param entries the configs; of two with the same name the last one counts */
    public Config(Collection<ConfigEntry> entries) {
        for (ConfigEntry entry : entries) {
            this.entries.put(entry.name(), entry);
        }
    }

    /** The configs. */
    public Collection<ConfigEntry> entries() {
        return Collections.unmodifiableCollection(entries.values());
    }

    /**
     * One config.
     *
     * @param name its name
     * @return the config; null when there is none of that name
     */
    public ConfigEntry get(String name) {
        return entries.get(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Config that && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return "Config(entries=" + entries.values() + ")";
    }
}
