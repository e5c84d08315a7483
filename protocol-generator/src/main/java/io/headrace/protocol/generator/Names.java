package io.headrace.protocol.generator;

import java.util.Locale;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** How names of the definitions become Java names. */
final class Names {

    /** Accessors with these names would clash with methods that every class has. */
    private static final Set<String> TAKEN = Set.of(
            "size",
            "write",
            "read",
            "isDefault",
            "hashCode",
            "toString",
            "getClass",
            "notify",
            "notifyAll",
            "wait",
            "clone",
            "finalize",
            "unknownTaggedFields",
            "lowestSupportedVersion",
            "highestSupportedVersion",
            "recordType");

    private Names() {}

    /** Name of a field and its accessors: "NodeId" becomes nodeId. */
    static String member(String name) {
        String member = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return TAKEN.contains(member) || SourceVersion.isKeyword(member) ? member + "Value" : member;
    }

    /** Name for use inside a method name: "nodeId" becomes NodeId. */
    static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** Name of a constant: "ListOffsets" becomes LIST_OFFSETS. */
    static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }

    /** The name without an ending, if it has it. */
    static String without(String ending, String name) {
        return name.endsWith(ending) ? name.substring(0, name.length() - ending.length()) : name;
    }
}
