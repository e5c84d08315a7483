package io.headrace.cli;

/** What a command ends with. */
public final class ExitCode {
    /** All was done. */
    public static final int DONE = 0;

    /** It failed, and nothing of it was done. */
    public static final int FAILED = 1;

    /** The command line makes no sense; nothing was tried. */
    public static final int MISUSED = 2;

    /** Of several things, some were done and some failed. */
    public static final int PARTLY = 3;

    private ExitCode() {}
}
