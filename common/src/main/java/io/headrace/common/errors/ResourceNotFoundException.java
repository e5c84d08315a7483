package io.headrace.common.errors;

/** A request named a resource that does not exist. */
public class ResourceNotFoundException extends ApiException {
    private static final long serialVersionUID = 1L;

    private final String resource;

    public ResourceNotFoundException(String message) {
        this((String) null, message);
    }

    public ResourceNotFoundException(String message, Throwable cause) {
        this((String) null, message, cause);
    }

    public ResourceNotFoundException(String resource, String message) {
        super(message);
        this.resource = resource;
    }

    public ResourceNotFoundException(String resource, String message, Throwable cause) {
        super(message, cause);
        this.resource = resource;
    }

    /** The name of the resource; null when it is not known. */
    public String resource() {
        return resource;
    }
}
