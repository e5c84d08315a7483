package io.headrace.metadata.config;

import java.util.List;

/** The quotas that clients can have, with the values that are allowed. */
public final class ClientQuotaKeys {
    /** Bytes a second that a client may send to be appended. */
    public static final String PRODUCER_BYTE_RATE = "producer_byte_rate";
    /** Bytes a second that a client may fetch. */
    public static final String CONSUMER_BYTE_RATE = "consumer_byte_rate";
    /** Percent of one thread's time that a client's requests may take. */
    public static final String REQUEST_PERCENTAGE = "request_percentage";
    /** Partitions a second that a client may create or delete. */
    public static final String CONTROLLER_MUTATION_RATE = "controller_mutation_rate";
    /** Connections a second that an address may make. */
    public static final String CONNECTION_CREATION_RATE = "connection_creation_rate";

    private static final List<String> OF_CLIENTS =
            List.of(PRODUCER_BYTE_RATE, CONSUMER_BYTE_RATE, REQUEST_PERCENTAGE, CONTROLLER_MUTATION_RATE);

    private static final double FRACTION = 1e-6;

    private ClientQuotaKeys() {}

    /** What is wrong with a quota, or null when nothing is. */
    public static String problemOf(String key, double value, boolean ofAddress) {
        if (ofAddress != key.equals(CONNECTION_CREATION_RATE) || !(ofAddress || OF_CLIENTS.contains(key))) {
            return "There is no quota '" + key + "' for " + (ofAddress ? "an address" : "a user or a client id");
        }
        if (Double.isNaN(value)) {
            return "Quota " + key + " has to be a number";
        }
        if (!ofAddress && value <= 0) {
            return "Quota " + key + " has to be more than 0, which " + value + " is not";
        }
        if (value < 0) {
            return "Quota " + key + " must not be negative, which " + value + " is";
        }
        double most = switch (key) {
            case CONNECTION_CREATION_RATE -> Integer.MAX_VALUE;
            case PRODUCER_BYTE_RATE, CONSUMER_BYTE_RATE -> Long.MAX_VALUE;
            default -> Double.POSITIVE_INFINITY;
        };
        if (value > most) {
            return "Quota " + key + " can be at most " + most + ", which " + value + " is beyond";
        }
        boolean whole = most != Double.POSITIVE_INFINITY;
        if (whole && Math.abs(value - Math.rint(value)) > FRACTION) {
            return "Quota " + key + " has to be a whole number, which " + value + " is not";
        }
        return null;
    }
}
