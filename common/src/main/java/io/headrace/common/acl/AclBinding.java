package io.headrace.common.acl;

import io.headrace.common.resource.ResourcePattern;
import java.util.Objects;

/** An access control list entry: resources, and who may or may not do what with them. Immutable. */
public class AclBinding {
    private final ResourcePattern pattern;
    private final AccessControlEntry entry;

    /** Binds an entry to the resources of a pattern. */
    public AclBinding(ResourcePattern pattern, AccessControlEntry entry) {
        this.pattern = Objects.requireNonNull(pattern, "pattern");
        this.entry = Objects.requireNonNull(entry, "entry");
    }

    /** The resources. */
    public ResourcePattern pattern() {
        return pattern;
    }

    /** Who may do what. */
    public final AccessControlEntry entry() {
        return entry;
    }

    /** Whether a part of this is not known to this version. */
    public boolean isUnknown() {
        return pattern.isUnknown() || entry.isUnknown();
    }

    /** A filter that matches this binding alone. */
    public AclBindingFilter toFilter() {
        return new AclBindingFilter(pattern.toFilter(), entry.toFilter());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AclBinding other && pattern.equals(other.pattern) && entry.equals(other.entry);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pattern, entry);
    }

    @Override
    public String toString() {
        return "(pattern=" + pattern + ", entry=" + entry + ")";
    }
}
