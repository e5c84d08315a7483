package io.headrace.clients.consumer;

import java.util.Locale;

/** How members of a consumer group agree on who reads what. */
public enum GroupProtocol {
    /** One member, the leader, assigns; all members join again whenever something changes. */
    CLASSIC("CLASSIC"),

    /** The coordinator assigns, and moves partitions one by one (KIP-848). */
    CONSUMER("CONSUMER");

    /** The name as it stands in settings, where its case does not matter. */
    public final String name;

    GroupProtocol(String name) {
        this.name = name;
    }

    /**
     * By name, whatever its case.
     *
     * @throws IllegalArgumentException when there is none with that name
     */
    public static GroupProtocol of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
