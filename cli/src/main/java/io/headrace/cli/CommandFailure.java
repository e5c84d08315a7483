package io.headrace.cli;

/** A command cannot do what it was asked for. The message is the one line that the user sees. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(String message, Throwable cause, int exitCode) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Something that was tried did not work: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(message, null, ExitCode.FAILED);
    }

    /** As {@link #failed(String)}, with what led to it, for {@code --stacktrace}. */
    public static CommandFailure failed(String message, Throwable cause) {
        return new CommandFailure(message, cause, ExitCode.FAILED);
    }

    /** The command line asks for something that makes no sense: exit code 2. */
    public static CommandFailure misuse(String message) {
        return new CommandFailure(message, null, ExitCode.MISUSED);
    }

    /** Of several things, some were done and some failed: exit code 3. */
    public static CommandFailure partly(String message) {
        return new CommandFailure(message, null, ExitCode.PARTLY);
    }

    /** As {@link #partly(String)}, with what led to it, for {@code --stacktrace}. */
    public static CommandFailure partly(String message, Throwable cause) {
        return new CommandFailure(message, cause, ExitCode.PARTLY);
    }

    int exitCode() {
        return exitCode;
    }
}
