package io.headrace.cli;

/** A command cannot do what it was asked for. The message is the one line that the user sees. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean misuse;

    private CommandFailure(String message, Throwable cause, boolean misuse) {
        super(message, cause);
        this.misuse = misuse;
    }

    /** Something that was tried did not work: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(message, null, false);
    }

    /** As {@link #failed(String)}, with what led to it, for {@code --stacktrace}. */
    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(message, cause, false);
    }

    /** The command line asks for something that makes no sense: exit code 2. */
    public static CommandFailure misuse(String message) {
        return new CommandFailure(message, null, true);
    }

    boolean isMisuse() {
        return misuse;
    }
}
