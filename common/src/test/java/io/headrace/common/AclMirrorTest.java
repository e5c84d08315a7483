package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AccessControlEntryFilter;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.Resource;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourcePatternFilter;
import io.headrace.common.resource.ResourceType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Access control's values accept, select and print as Apache's do, over all combinations of a few names. */
class AclMirrorTest {
    private static final List<String> NAMES = List.of("orders", "orders-2", "ord", "*", "");
    private static final List<String> NAMES_OR_ANY = Arrays.asList("orders", "orders-2", "*", "", null);

    private record Pair<A, B>(A ours, B apache) {}

    private static List<Pair<ResourcePattern, org.apache.kafka.common.resource.ResourcePattern>> patterns() {
        List<Pair<ResourcePattern, org.apache.kafka.common.resource.ResourcePattern>> all = new ArrayList<>();
        for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.UNKNOWN)) {
            for (PatternType pattern : List.of(PatternType.LITERAL, PatternType.PREFIXED, PatternType.UNKNOWN)) {
                for (String name : NAMES) {
                    all.add(new Pair<>(
                            new ResourcePattern(type, name, pattern),
                            new org.apache.kafka.common.resource.ResourcePattern(apache(type), name, apache(pattern))));
                }
            }
        }
        return all;
    }

    private static org.apache.kafka.common.resource.ResourceType apache(ResourceType type) {
        return org.apache.kafka.common.resource.ResourceType.valueOf(type.name());
    }

    private static org.apache.kafka.common.resource.PatternType apache(PatternType type) {
        return org.apache.kafka.common.resource.PatternType.valueOf(type.name());
    }

    @Test
    void filtersOfResourcesSelectTheSame() {
        for (ResourceType type : ResourceType.values()) {
            for (PatternType pattern : PatternType.values()) {
                for (String name : NAMES_OR_ANY) {
                    ResourcePatternFilter ours = new ResourcePatternFilter(type, name, pattern);
                    var apache = new org.apache.kafka.common.resource.ResourcePatternFilter(
                            apache(type), name, apache(pattern));
                    assertEquals(apache.toString(), ours.toString());
                    assertEquals(apache.isUnknown(), ours.isUnknown());
                    assertEquals(apache.matchesAtMostOne(), ours.matchesAtMostOne(), ours::toString);
                    assertEquals(apache.findIndefiniteField() == null, ours.findIndefiniteField() == null);
                    for (var candidate : patterns()) {
                        assertEquals(
                                outcome(() -> apache.matches(candidate.apache())),
                                outcome(() -> ours.matches(candidate.ours())),
                                () -> ours + " on " + candidate.ours());
                    }
                }
            }
        }
    }

    private static String outcome(java.util.function.BooleanSupplier question) {
        try {
            return Boolean.toString(question.getAsBoolean());
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    @Test
    void patternsAreDefinite() {
        for (var pair : patterns()) {
            assertEquals(pair.apache().toString(), pair.ours().toString());
            assertEquals(pair.apache().isUnknown(), pair.ours().isUnknown());
            assertEquals(
                    pair.apache().toFilter().toString(), pair.ours().toFilter().toString());
        }
        assertThrows(
                IllegalArgumentException.class, () -> new ResourcePattern(ResourceType.ANY, "t", PatternType.LITERAL));
        assertThrows(
                IllegalArgumentException.class, () -> new ResourcePattern(ResourceType.TOPIC, "t", PatternType.ANY));
        assertThrows(
                IllegalArgumentException.class, () -> new ResourcePattern(ResourceType.TOPIC, "t", PatternType.MATCH));
    }

    private static AccessControlEntry entry(String principal, String host, AclOperation o, AclPermissionType p) {
        return new AccessControlEntry(principal, host, o, p);
    }

    @Test
    void filtersOfEntriesSelectTheSame() {
        List<AclOperation> operations =
                List.of(AclOperation.ANY, AclOperation.ALL, AclOperation.READ, AclOperation.UNKNOWN);
        for (String principal : Arrays.asList("User:a", "User:*", null)) {
            for (String host : Arrays.asList("*", "10.0.0.1", null)) {
                for (AclOperation operation : operations) {
                    for (AclPermissionType permission : AclPermissionType.values()) {
                        compareFilter(principal, host, operation, permission);
                    }
                }
            }
        }
    }

    private static void compareFilter(
            String principal, String host, AclOperation operation, AclPermissionType permission) {
        AccessControlEntryFilter ours = new AccessControlEntryFilter(principal, host, operation, permission);
        var apache = new org.apache.kafka.common.acl.AccessControlEntryFilter(
                principal,
                host,
                org.apache.kafka.common.acl.AclOperation.valueOf(operation.name()),
                org.apache.kafka.common.acl.AclPermissionType.valueOf(permission.name()));
        assertEquals(apache.toString(), ours.toString());
        assertEquals(apache.isUnknown(), ours.isUnknown());
        assertEquals(apache.matchesAtMostOne(), ours.matchesAtMostOne(), ours::toString);
        for (String who : List.of("User:a", "User:*")) {
            for (AclOperation what : List.of(AclOperation.ALL, AclOperation.READ)) {
                for (AclPermissionType how : List.of(AclPermissionType.ALLOW, AclPermissionType.DENY)) {
                    AccessControlEntry entry = entry(who, "*", what, how);
                    var apacheEntry = new org.apache.kafka.common.acl.AccessControlEntry(
                            who,
                            "*",
                            org.apache.kafka.common.acl.AclOperation.valueOf(what.name()),
                            org.apache.kafka.common.acl.AclPermissionType.valueOf(how.name()));
                    assertEquals(apacheEntry.toString(), entry.toString());
                    assertEquals(apache.matches(apacheEntry), ours.matches(entry), () -> ours + " on " + entry);
                }
            }
        }
    }

    @Test
    void entriesAreDefinite() {
        assertThrows(
                IllegalArgumentException.class, () -> entry("User:a", "*", AclOperation.ANY, AclPermissionType.ALLOW));
        assertThrows(
                IllegalArgumentException.class, () -> entry("User:a", "*", AclOperation.READ, AclPermissionType.ANY));
        assertThrows(NullPointerException.class, () -> entry(null, "*", AclOperation.READ, AclPermissionType.ALLOW));
        assertThrows(NullPointerException.class, () -> entry("User:a", "*", null, AclPermissionType.ALLOW));
        assertTrue(entry("User:a", "*", AclOperation.UNKNOWN, AclPermissionType.ALLOW)
                .isUnknown());
    }

    @Test
    void bindingsAreValues() {
        ResourcePattern pattern = new ResourcePattern(ResourceType.TOPIC, "t", PatternType.PREFIXED);
        AccessControlEntry entry = entry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW);
        AclBinding binding = new AclBinding(pattern, entry);
        AclBinding same = new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "t", PatternType.PREFIXED),
                entry("User:a", "*", AclOperation.READ, AclPermissionType.ALLOW));
        assertEquals(binding, same);
        assertEquals(binding.hashCode(), same.hashCode());
        assertNotEquals(
                binding, new AclBinding(pattern, entry("User:b", "*", AclOperation.READ, AclPermissionType.ALLOW)));
        assertEquals(
                "(pattern=ResourcePattern(resourceType=TOPIC, name=t, patternType=PREFIXED), "
                        + "entry=(principal=User:a, host=*, operation=READ, permissionType=ALLOW))",
                binding.toString());
        AclBindingFilter filter = binding.toFilter();
        assertTrue(filter.matches(same));
        assertTrue(filter.matchesAtMostOne());
        assertNull(filter.findIndefiniteField());
        assertEquals(filter, same.toFilter());
        assertTrue(AclBindingFilter.ANY.matches(binding));
        assertFalse(AclBindingFilter.ANY.matchesAtMostOne());
        assertEquals("the resource type is ANY", AclBindingFilter.ANY.findIndefiniteField());
        assertEquals("the principal is not given", AccessControlEntryFilter.ANY.findIndefiniteField());
        assertFalse(binding.isUnknown());
        assertFalse(filter.isUnknown());
    }

    @Test
    void resourcesAreValues() {
        assertEquals(org.apache.kafka.common.resource.Resource.CLUSTER.toString(), Resource.CLUSTER.toString());
        assertEquals(new Resource(ResourceType.CLUSTER, "kafka-cluster"), Resource.CLUSTER);
        assertNotEquals(new Resource(ResourceType.TOPIC, "kafka-cluster"), Resource.CLUSTER);
        assertTrue(new Resource(ResourceType.UNKNOWN, "x").isUnknown());
    }
}
