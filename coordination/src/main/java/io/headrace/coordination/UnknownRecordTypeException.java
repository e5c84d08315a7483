package io.headrace.coordination;

/** A record of a type that this build knows nothing of, such as one that a newer version has written. */
public final class UnknownRecordTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int type;

    /** A record of the type with this number. */
    public UnknownRecordTypeException(int type) {
        super("unknown record type " + type);
        this.type = type;
    }

    /** The number of the type. */
    public int type() {
        return type;
    }
}
