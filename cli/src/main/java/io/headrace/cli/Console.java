package io.headrace.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What surrounds a command: where it reads and writes, and its variables. Results go to {@link #out}, which is buffered and fails loudly when nobody reads it
 * any more; what a person should know goes to {@link #err}.
 *
 * <p>Used by the command's thread only, but for {@link #err}.
 */
public final class Console {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final Terminal terminal;
    private final Map<String, String> environment;

    /**
     * Which of the three streams a person sits at.
     *
     * @param asks whether stdin is a terminal, so that a question can be answered
     * @param columns how wide the terminal is that results go to; 0 when they go elsewhere, where nothing is cut
     * @param watches whether stderr is a terminal, so that progress is worth showing
     */
    public record Terminal(boolean asks, int columns, boolean watches) {
        /** Nobody is there: the command runs in a script. */
        public static final Terminal NONE = new Terminal(false, 0, false);

        /** As the launcher says: Java itself cannot tell for one stream alone, nor how wide a terminal is. */
        static Terminal ofProcess() {
            return new Terminal(
                    Boolean.getBoolean("headrace.terminal.in"),
                    Math.max(0, Integer.getInteger("headrace.terminal.columns", 0)),
                    Boolean.getBoolean("headrace.terminal"));
        }
    }

    /**
     * A console without variables.
     *
     * @param in what commands read
     * @param out where results go; the console buffers it
     * @param err where messages go
     * @param watches whether somebody watches {@code err}, so that progress is worth showing
     */
    public Console(InputStream in, OutputStream out, OutputStream err, boolean watches) {
        this(in, out, err, new Terminal(false, 0, watches), Map.of());
    }

    /**
     * A console.
     *
     * @param in what commands read
     * @param out where results go; the console buffers it
     * @param err where messages go
     * @param terminal which of them are terminals
     * @param environment the variables that count, by name
     */
    public Console(
            InputStream in, OutputStream out, OutputStream err, Terminal terminal, Map<String, String> environment) {
        this.in = in;
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.terminal = terminal;
        this.environment = Map.copyOf(environment);
    }

    /** The process's own. */
    static Console ofProcess() {
        return new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                Terminal.ofProcess(),
                System.getenv());
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

    /** Whether somebody watches the messages. */
    public boolean isTerminal() {
        return terminal.watches();
    }

    /** Which streams are terminals. */
    public Terminal terminal() {
        return terminal;
    }

    /** A variable; null when it is not set, or empty. */
    public String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** One line of results. */
    public void println(String line) {
        print(line + "\n");
    }

    /** Results. */
    public void print(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
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

    /** A line that somebody types, without its end; null when there is no more. */
    public String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            line.write(read);
            read = in.read();
        }
        return line.toString(StandardCharsets.UTF_8).strip();
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
