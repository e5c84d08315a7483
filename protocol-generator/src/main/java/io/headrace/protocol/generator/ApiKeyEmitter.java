package io.headrace.protocol.generator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The enum of all calls, made from the requests and responses. */
final class ApiKeyEmitter {

    private final Options options;
    private final String qualifiedName;
    private final Map<Integer, MessageSpec> requests = new TreeMap<>();
    private final Map<Integer, MessageSpec> responses = new TreeMap<>();
    private final JavaSource out = new JavaSource();

    ApiKeyEmitter(Options options, String qualifiedName, List<MessageSpec> messages) {
        this.options = options;
        this.qualifiedName = qualifiedName;
        for (MessageSpec message : messages) {
            switch (message.kind()) {
                case REQUEST -> put(requests, message);
                case RESPONSE -> put(responses, message);
                default -> {
                    // Not part of a call.
                }
            }
        }
        if (!requests.keySet().equals(responses.keySet())) {
            throw new SpecException("requests and responses do not have the same numbers: " + requests.keySet()
                    + " and " + responses.keySet());
        }
    }

    private static void put(Map<Integer, MessageSpec> calls, MessageSpec message) {
        if (message.apiKey() < 0 || calls.put(message.apiKey(), message) != null) {
            throw new SpecException(message.name() + " has no apiKey of its own");
        }
    }

    String emit() {
        String name = simpleName();
        out.line("package %s;", qualifiedName.substring(0, qualifiedName.lastIndexOf('.')));
        out.gap();
        List<String> imports = new ArrayList<>(List.of(
                "io.headrace.common.errors.UnsupportedVersionException",
                "io.headrace.protocol.wire.MalformedMessageException",
                "io.netty.buffer.ByteBuf"));
        requests.values().forEach(message -> imports.add(options.packageName() + "." + message.name()));
        responses.values().forEach(message -> imports.add(options.packageName() + "." + message.name()));
        imports.stream().sorted().forEach(type -> out.line("import %s;", type));
        out.gap();
        out.line("/**");
        out.line(" * The calls of the protocol: number, versions, and the messages that belong to them.");
        out.line(" */");
        out.open("public enum %s", name);
        constants();
        fields();
        accessors();
        dispatch("Request", requests);
        dispatch("Response", responses);
        out.close();
        return out.toString();
    }

    private String simpleName() {
        return qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
    }

    private static String constant(MessageSpec request) {
        return Names.constant(Names.without("Request", request.name()));
    }

    private void constants() {
        int left = requests.size();
        for (MessageSpec request : requests.values()) {
            MessageSpec response = responses.get(request.apiKey());
            if (!request.valid().equals(response.valid()) || !request.flexible().equals(response.flexible())) {
                throw new SpecException(request.name() + " and its response do not have the same versions");
            }
            left--;
            out.line(
                    "/** %s */",
                    request.valid().isEmpty() ? "Reserved: no versions." : "Versions " + request.valid() + ".");
            out.line(
                    "%s(%d, \"%s\", %d, %d, %s, %b, %b, %b)%s",
                    constant(request),
                    request.apiKey(),
                    Names.without("Request", request.name()),
                    request.valid().lowest(),
                    request.valid().highest(),
                    flexibleFrom(request),
                    request.latestVersionUnstable(),
                    request.listeners().contains("broker"),
                    request.listeners().contains("controller"),
                    left == 0 ? ";" : ",");
        }
    }

    private static String flexibleFrom(MessageSpec request) {
        return request.flexible().isEmpty()
                ? "Integer.MAX_VALUE"
                : String.valueOf(request.flexible().lowest());
    }

    private void fields() {
        String name = simpleName();
        int highest =
                requests.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        out.gap();
        out.line("private static final %1$s[] BY_ID = new %1$s[%2$d];", name, highest + 1);
        out.gap();
        out.open("static");
        out.open("for (%s key : values())", name).line("BY_ID[key.id] = key;").close();
        out.close();
        out.gap();
        out.line("private final short id;");
        out.line("private final String title;");
        out.line("private final int lowestVersion;");
        out.line("private final int highestVersion;");
        out.line("private final int flexibleFrom;");
        out.line("private final boolean latestVersionUnstable;");
        out.line("private final boolean onBroker;");
        out.line("private final boolean onController;");
        out.gap();
        out.open(
                "%s(int id, String title, int lowestVersion, int highestVersion, int flexibleFrom,"
                        + " boolean latestVersionUnstable, boolean onBroker, boolean onController)",
                name);
        out.line("this.id = (short) id;");
        for (String field : List.of(
                "title",
                "lowestVersion",
                "highestVersion",
                "flexibleFrom",
                "latestVersionUnstable",
                "onBroker",
                "onController")) {
            out.line("this.%1$s = %1$s;", field);
        }
        out.close();
    }

    private void accessors() {
        String name = simpleName();
        out.gap().line("/** The call of a number, or null if there is none. */");
        out.open("public static %s forId(int id)", name);
        out.line("return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;");
        out.close();
        accessor("short", "id", "id", "The number of the call.");
        accessor("String", "title", "title", "The name of the call, such as ListOffsets.");
        accessor("int", "lowestVersion", "lowestVersion", "The lowest version.");
        accessor(
                "int",
                "highestVersion",
                "highestVersion",
                "The highest version, including one that is not yet stable; lower than the lowest for a reserved number.");
        accessor(
                "int",
                "highestStableVersion",
                "latestVersionUnstable ? highestVersion - 1 : highestVersion",
                "The highest version whose layout will not change.");
        accessor(
                "int",
                "flexibleFrom",
                "flexibleFrom",
                "The first version with compact lengths and tagged fields; Integer.MAX_VALUE if none has.");
        accessor(
                "boolean",
                "latestVersionUnstable",
                "latestVersionUnstable",
                "Whether the layout of the highest version may still change.");
        accessor("boolean", "onBroker", "onBroker", "Whether brokers take the call.");
        accessor("boolean", "onController", "onController", "Whether controllers take the call.");
        accessor("boolean", "isReserved", "highestVersion < lowestVersion", "Whether only the number is reserved.");
        out.gap().line("/** Whether a version can be read and written. */");
        out.open("public boolean hasVersion(int version)");
        out.line("return version >= lowestVersion && version <= highestVersion;");
        out.close();
        out.gap().line("/** Whether a version has compact lengths and tagged fields. */");
        out.open("public boolean isFlexible(int version)");
        out.line("return version >= flexibleFrom;");
        out.close();
        out.gap().line("/** The version of the request header that goes with a version of the call. */");
        out.open("public int requestHeaderVersion(int version)");
        out.line("return HeaderVersions.request(this, version);");
        out.close();
        out.gap().line("/** The version of the response header that goes with a version of the call. */");
        out.open("public int responseHeaderVersion(int version)");
        out.line("return HeaderVersions.response(this, version);");
        out.close();
    }

    private void accessor(String type, String name, String value, String text) {
        out.gap().line("/** %s */", text);
        out.open("public %s %s()", type, name);
        out.line("return %s;", value);
        out.close();
    }

    private void dispatch(String half, Map<Integer, MessageSpec> messages) {
        out.gap();
        out.line("/**");
        out.line(" * Reads the body of a %s.", half.toLowerCase(java.util.Locale.ROOT));
        out.line(" *");
        out.line(" * @throws MalformedMessageException if the bytes are not such a message");
        out.line(" * @throws UnsupportedVersionException if the version is out of range");
        out.line(" */");
        out.open("public ApiMessage read%s(ByteBuf in, int version)", half);
        out.open("switch (this)");
        for (MessageSpec message : messages.values()) {
            out.line("case %s:", constant(requests.get(message.apiKey())));
            out.line("    return %s.read(in, version);", message.name());
        }
        out.line("default:");
        out.line("    throw new AssertionError(this);");
        out.close();
        out.close();
    }
}
