package io.headrace.common.acl;

import io.headrace.common.resource.ResourcePatternFilter;
import java.util.Objects;

/** Selects bindings of access control, to describe or to delete them. Immutable. */
public class AclBindingFilter {
    /** Selects every binding. */
    public static final AclBindingFilter ANY =
            new AclBindingFilter(ResourcePatternFilter.ANY, AccessControlEntryFilter.ANY);

    private final ResourcePatternFilter patternFilter;
    private final AccessControlEntryFilter entryFilter;

    /** Selects what both select. */
    public AclBindingFilter(ResourcePatternFilter patternFilter, AccessControlEntryFilter entryFilter) {
        this.patternFilter = Objects.requireNonNull(patternFilter, "patternFilter");
        this.entryFilter = Objects.requireNonNull(entryFilter, "entryFilter");
    }

    /** Which resources. */
    public ResourcePatternFilter patternFilter() {
        return patternFilter;
    }

    /** Which entries. */
    public final AccessControlEntryFilter entryFilter() {
        return entryFilter;
    }

    /** Whether a part of this is not known to this version. */
    public boolean isUnknown() {
        return patternFilter.isUnknown() || entryFilter.isUnknown();
    }

    /** Whether a binding is selected. */
    public boolean matches(AclBinding binding) {
        return patternFilter.matches(binding.pattern()) && entryFilter.matches(binding.entry());
    }

    /** Whether no more than one binding can be selected. */
    public boolean matchesAtMostOne() {
        return findIndefiniteField() == null;
    }

    /** Why more than one binding could be selected; null if none could. */
    public String findIndefiniteField() {
        String ofPattern = patternFilter.findIndefiniteField();
        return ofPattern != null ? ofPattern : entryFilter.findIndefiniteField();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof AclBindingFilter other
                && patternFilter.equals(other.patternFilter)
                && entryFilter.equals(other.entryFilter);
    }

    @Override
    public int hashCode() {
        return Objects.hash(patternFilter, entryFilter);
    }

    @Override
    public String toString() {
        return "(patternFilter=" + patternFilter + ", entryFilter=" + entryFilter + ")";
    }
}
