package io.headrace.protocol.generator;

/** Java text in the making: lines with the right indent. */
final class JavaSource {

    private static final String INDENT = "    ";

    private final StringBuilder text = new StringBuilder(16_384);
    private int depth;

    /** Adds a line. */
    JavaSource line(String line) {
        text.append(INDENT.repeat(depth)).append(line).append('\n');
        return this;
    }

    /** Adds a formatted line. */
    JavaSource line(String format, Object... args) {
        return line(String.format(java.util.Locale.ROOT, format, args));
    }

    /** Adds an empty line. */
    JavaSource gap() {
        text.append('\n');
        return this;
    }

    /** Adds a line that ends in an opening brace, and indents what follows. */
    JavaSource open(String format, Object... args) {
        line(args.length == 0 ? format + " {" : String.format(java.util.Locale.ROOT, format, args) + " {");
        depth++;
        return this;
    }

    /** Closes the innermost block. */
    JavaSource close() {
        depth--;
        return line("}");
    }

    /** Closes the innermost block and opens the next arm of the same statement. */
    JavaSource reopen(String arm) {
        depth--;
        line("} " + arm + " {");
        depth++;
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
