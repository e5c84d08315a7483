package io.headrace.protocol.wire;

import java.util.List;

/** Lists of unknown tagged fields, where null stands for the empty list, so that messages without any carry none. */
public final class UnknownTaggedFields {

    private UnknownTaggedFields() {}

    /** The number of fields. */
    public static int count(List<UnknownTaggedField> fields) {
        return fields == null ? 0 : fields.size();
    }

    /** Whether two lists hold the same fields. */
    public static boolean same(List<UnknownTaggedField> one, List<UnknownTaggedField> other) {
        int count = count(one);
        return count == count(other) && (count == 0 || one.equals(other));
    }

    /** A hash that is the same for lists that are the same. */
    public static int hash(List<UnknownTaggedField> fields) {
        return count(fields) == 0 ? 1 : fields.hashCode();
    }
}
