package io.headrace.protocol.generator;

import io.headrace.protocol.generator.MessageSpec.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The enum of record types: for each number its reader. Metadata records have one message for a number; coordinator
 * records have a key and a value.
 */
final class RecordTypesEmitter {

    private final Options options;
    private final String qualifiedName;
    private final Map<Integer, MessageSpec> records;
    private final Map<Integer, MessageSpec> keys;
    private final Map<Integer, MessageSpec> values;
    private final JavaSource out = new JavaSource();

    RecordTypesEmitter(Options options, String qualifiedName, List<MessageSpec> messages) {
        this.options = options;
        this.qualifiedName = qualifiedName;
        this.records = byType(messages, Kind.METADATA);
        this.keys = byType(messages, Kind.COORDINATOR_KEY);
        this.values = byType(messages, Kind.COORDINATOR_VALUE);
        if ((!records.isEmpty() && !keys.isEmpty()) || !keys.keySet().equals(values.keySet())) {
            throw new SpecException("record types are either records, or keys each with a value: " + records.keySet()
                    + ", " + keys.keySet() + ", " + values.keySet());
        }
    }

    private static Map<Integer, MessageSpec> byType(List<MessageSpec> messages, Kind kind) {
        Map<Integer, MessageSpec> found = new TreeMap<>();
        for (MessageSpec message : messages) {
            if (message.kind() == kind && found.put(message.apiKey(), message) != null) {
                throw new SpecException("two records have the number " + message.apiKey());
            }
        }
        return found;
    }

    String emit() {
        String name = qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
        String packageName = qualifiedName.substring(0, qualifiedName.lastIndexOf('.'));
        Set<String> imports = new TreeSet<>(List.of(
                "io.headrace.common.errors.UnsupportedVersionException",
                "io.headrace.protocol.wire.MalformedMessageException",
                "io.headrace.protocol.wire.TypedRecord",
                "io.netty.buffer.ByteBuf"));
        if (!packageName.equals(options.packageName())) {
            List.of(records, keys, values)
                    .forEach(all -> all.values().forEach(m -> imports.add(options.packageName() + "." + m.name())));
        }
        out.line("package %s;", packageName);
        out.gap();
        imports.forEach(type -> out.line("import %s;", type));
        out.gap().line("/** The types of records, by number. */").open("public enum %s", name);
        Map<Integer, MessageSpec> versioned = records.isEmpty() ? values : records;
        constants(versioned);
        lookup(name);
        if (records.isEmpty()) {
            reader("readKey", keys);
            reader("readValue", values);
        } else {
            reader("read", records);
        }
        out.close();
        return out.toString();
    }

    private static String constant(MessageSpec message) {
        return Names.constant(Names.without("Value", Names.without("Record", message.name())));
    }

    private void constants(Map<Integer, MessageSpec> versioned) {
        List<String> lines = new ArrayList<>();
        versioned.forEach((type, message) -> lines.add("%s(%d, %d, %d)"
                .formatted(
                        constant(message),
                        type,
                        message.valid().lowest(),
                        message.valid().highest())));
        for (int i = 0; i < lines.size(); i++) {
            out.line(lines.get(i) + (i + 1 == lines.size() ? ";" : ","));
        }
    }

    private void lookup(String name) {
        out.gap();
        out.line("private final int id;");
        out.line("private final int lowestVersion;");
        out.line("private final int highestVersion;");
        out.gap();
        out.open("%s(int id, int lowestVersion, int highestVersion)", name);
        out.line("this.id = id;");
        out.line("this.lowestVersion = lowestVersion;");
        out.line("this.highestVersion = highestVersion;");
        out.close();
        out.gap().line("/** The type of a number, or null if there is none. */");
        out.open("public static %s forId(int id)", name);
        out.open("switch (id)");
        (records.isEmpty() ? values : records)
                .forEach((type, message) -> out.line("case %d:", type).line("    return %s;", constant(message)));
        out.line("default:").line("    return null;");
        out.close();
        out.close();
        getter("id", "The number of the type.");
        getter("lowestVersion", "The lowest version of the record or value.");
        getter("highestVersion", "The highest version of the record or value.");
    }

    private void getter(String name, String text) {
        out.gap().line("/** %s */", text);
        out.open("public int %s()", name).line("return %s;", name).close();
    }

    private void reader(String method, Map<Integer, MessageSpec> messages) {
        out.gap();
        out.line("/**");
        out.line(" * Reads a record of this type.");
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a record");
        out.line(" * @throws UnsupportedVersionException if the version is out of range");
        out.line(" */");
        out.open("public TypedRecord %s(ByteBuf in, int version)", method);
        out.open("switch (this)");
        Map<Integer, MessageSpec> named = records.isEmpty() ? values : records;
        messages.forEach((type, message) -> out.line("case %s:", constant(named.get(type)))
                .line("    return %s.read(in, version);", message.name()));
        out.line("default:").line("    throw new AssertionError(this);");
        out.close();
        out.close();
    }
}
