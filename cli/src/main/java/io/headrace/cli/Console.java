package io.headrace.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. Results go to {@link #out}, which is buffered and fails loudly when nobody reads it
 * any more; what a person should know goes to {@link #err}.
 *
 * <p>Used by the command's thread only, but for {@link #err}.
 */
public final class Console {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final boolean terminal;

    /**
     * A console.
     *
     * @param in what commands read
     * @param out where results go; the console buffers it
     * @param err where messages go
     * @param terminal whether somebody watches {@code err}, so that progress is worth showing
     */
    public Console(InputStream in, OutputStream out, OutputStream err, boolean terminal) {
        this.in = in;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
    }

    /** The process's own. The launcher says whether there is a terminal: Java itself cannot tell for stderr alone. */
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Boolean.getBoolean("headrace.terminal"));
    }

    public InputStream in() {
        return in;
    }

    /** Results. Buffered: {@link #flush} when a reader should see them. */
    public OutputStream out() {
        return new GuardedOutput();
    }

    /** Messages for whoever runs the command. */
    public PrintStream err() {
        return err;
    }

    /** Whether somebody watches. */
    public boolean isTerminal() {
        return terminal;
    }

    /** One line of results. */
    public void println(String line) {
        try {
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Lets readers see what was written so far. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new OutputClosedException(e);
        }
    }

    /** Nobody reads the results any more, as after {@code | head}: the command ends without a word. */
    static final class OutputClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutputClosedException(IOException cause) {
            super(cause);
        }
    }

    /** Tells a reader that went away apart from every other trouble with files. */
    private final class GuardedOutput extends OutputStream {
        @Override
        public void write(int b) {
            try {
                out.write(b);
            } catch (IOException e) {
                throw new OutputClosedException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new OutputClosedException(e);
            }
        }

        @Override
        public void flush() {
            Console.this.flush();
        }
    }
}
