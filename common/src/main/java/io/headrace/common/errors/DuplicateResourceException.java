package io.headrace.common.errors;

/** A request named the same resource twice. */
public class DuplicateResourceException extends ApiException {
    private static final long serialVersionUID = 1L;

    private final String resource;

    public DuplicateResourceException(String message) {
        this((String) null, message);
    }

    public DuplicateResourceException(String message, Throwable cause) {
        this((String) null, message, cause);
    }

    public DuplicateResourceException(String resource, String message) {
        super(message);
        this.resource = resource;
    }

    public DuplicateResourceException(String resource, String message, Throwable cause) {
        super(message, cause);
        this.resource = resource;
    }

    /** The name of the resource; null when it is not known. */
    public String resource() {
        return resource;
    }
}
