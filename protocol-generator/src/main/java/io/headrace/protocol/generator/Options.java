package io.headrace.protocol.generator;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the command line asks for.
 *
 * @param sources where the definitions are
 * @param output the folder of generated sources
 * @param packageName the package of the messages
 * @param apiKeys qualified name of the enum of calls, if wanted
 * @param recordTypes qualified name of the enum of record types, if wanted
 * @param only patterns of the names of messages to generate; empty for all
 */
record Options(
        List<SpecSource> sources,
        Path output,
        String packageName,
        Optional<String> apiKeys,
        Optional<String> recordTypes,
        List<Pattern> only) {

    static final String USAGE = """
            usage: --from <folder or jar>[!<folder in it>]   (may be repeated)
                   --out <folder>                            generated sources; anything else in it is deleted
                   --package <package of the messages>
                   [--api-keys <class>]                      enum of calls, for requests and responses
                   [--record-types <class>]                  enum of record types, for metadata and coordinator records
                   [--only <name pattern>]                   generate only these, * for any letters (may be repeated)
            """;

    private static final String WIRE = "io.headrace.protocol.wire.";

    static Options parse(String... args) {
        List<SpecSource> sources = new ArrayList<>();
        List<Pattern> only = new ArrayList<>();
        String output = null;
        String packageName = null;
        String apiKeys = null;
        String recordTypes = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--from" -> sources.add(SpecSource.parse(value));
                case "--out" -> output = value;
                case "--package" -> packageName = value;
                case "--api-keys" -> apiKeys = value;
                case "--record-types" -> recordTypes = value;
                case "--only" -> only.add(Pattern.compile(value.replace("*", ".*")));
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        if (sources.isEmpty() || output == null || packageName == null) {
            throw new IllegalArgumentException("--from, --out and --package are needed");
        }
        return new Options(
                sources,
                Path.of(output),
                packageName,
                Optional.ofNullable(apiKeys),
                Optional.ofNullable(recordTypes),
                only);
    }

    boolean includes(String message) {
        return only.isEmpty()
                || only.stream().anyMatch(pattern -> pattern.matcher(message).matches());
    }

    /** All classes that generated messages may mention. */
    List<String> imports() {
        List<String> imports = new ArrayList<>(List.of(
                "io.headrace.common.Uuid",
                "io.headrace.common.errors.UnsupportedVersionException",
                "io.headrace.protocol.ApiMessage",
                "io.headrace.protocol.ThrottledResponse",
                "io.netty.buffer.ByteBuf",
                "java.util.ArrayList",
                "java.util.Arrays",
                "java.util.List",
                "java.util.Objects"));
        for (String name : List.of(
                "MalformedMessageException",
                "Message",
                "RecordBytes",
                "TypedRecord",
                "UnknownTaggedField",
                "UnknownTaggedFields",
                "WireReader",
                "WireSize",
                "WireVersions",
                "WireWriter")) {
            imports.add(WIRE + name);
        }
        apiKeys.ifPresent(imports::add);
        return imports;
    }
}
