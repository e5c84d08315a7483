package io.headrace.cli.acls;

import io.headrace.cli.CommandFailure;
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
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which rules: those to be made, or those that are looked for, where what is not said matches all. */
final class RuleOptions {
    private static final List<AclOperation> OPERATIONS = Arrays.stream(AclOperation.values())
            .filter(each -> each != AclOperation.UNKNOWN && each != AclOperation.ANY)
            .toList();

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            split = ",",
            description = "About this topic; may be repeated. * is all topics.")
    private List<String> topics = List.of();

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            split = ",",
            description = "About this group; may be repeated. * is all groups.")
    private List<String> groups = List.of();

    @Option(
            names = "--transactional-id",
            paramLabel = "TRANSACTIONAL-ID",
            split = ",",
            description = "About this transactional id; may be repeated.")
    private List<String> transactionalIds = List.of();

    @Option(
            names = "--delegation-token",
            paramLabel = "TOKEN-ID",
            split = ",",
            description = "About this delegation token; may be repeated.")
    private List<String> tokens = List.of();

    @Option(
            names = "--user-principal",
            paramLabel = "PRINCIPAL",
            split = ",",
            description = "About tokens of this user, such as User:alice; may be repeated.")
    private List<String> users = List.of();

    @Option(names = "--cluster", description = "About the cluster as a whole.")
    private boolean cluster;

    @Option(names = "--prefixed", description = "The names are the beginnings of names.")
    private boolean prefixed;

    @Option(
            names = {"-p", "--principal"},
            paramLabel = "PRINCIPAL",
            split = ",",
            description = "Whom it is about, such as User:alice; may be repeated. User:* is everybody.")
    private List<String> principals = List.of();

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            split = ",",
            description = "From which host, by its address; may be repeated. Default for new rules: all")
    private List<String> hosts = List.of();

    @Option(
            names = "--operation",
            paramLabel = "OPERATION",
            split = ",",
            description =
                    "What they do: read, write, create, delete, alter, describe, cluster-action, describe-configs,"
                            + " alter-configs, idempotent-write, create-tokens, describe-tokens, two-phase-commit, or all; may be"
                            + " repeated.")
    private List<String> operations = List.of();

    @Option(names = "--deny", description = "Rules that forbid. Default for new rules: those that allow")
    private boolean deny;

    /** A resource that is named. */
    private record Named(ResourceType type, String name) {}

    /** The rules to be made: one for each resource, principal, host and operation. */
    List<AclBinding> bindings() {
        if (named().isEmpty()) {
            throw CommandFailure.misuse("--topic, --group, --transactional-id, --delegation-token, --user-principal or"
                    + " --cluster has to say what the rule is about");
        }
        if (principals.isEmpty() || operations.isEmpty()) {
            throw CommandFailure.misuse(
                    principals.isEmpty()
                            ? "--principal has to say whom the rule is about, such as User:alice"
                            : "--operation has to say what the rule is about, such as read");
        }
        List<AclBinding> bindings = new ArrayList<>();
        for (Named named : named()) {
            PatternType pattern =
                    prefixed && named.type() != ResourceType.CLUSTER ? PatternType.PREFIXED : PatternType.LITERAL;
            for (String principal : principals) {
                for (String host : hosts.isEmpty() ? List.of("*") : hosts) {
                    for (String operation : operations) {
                        bindings.add(new AclBinding(
                                new ResourcePattern(named.type(), named.name(), pattern),
                                new AccessControlEntry(
                                        principal(principal), host, operation(operation), permission(false))));
                    }
                }
            }
        }
        return bindings;
    }

    /** What is looked for: one filter for each resource, principal, host and operation that is named. */
    List<AclBindingFilter> filters() {
        List<Named> resources = named().isEmpty() ? List.of(new Named(ResourceType.ANY, null)) : named();
        List<AclBindingFilter> filters = new ArrayList<>();
        for (Named named : resources) {
            PatternType pattern =
                    prefixed ? PatternType.PREFIXED : named.name() == null ? PatternType.ANY : PatternType.LITERAL;
            for (String principal : orAny(principals)) {
                for (String host : orAny(hosts)) {
                    for (String operation : orAny(operations)) {
                        filters.add(new AclBindingFilter(
                                new ResourcePatternFilter(named.type(), named.name(), pattern),
                                new AccessControlEntryFilter(
                                        principal == null ? null : principal(principal),
                                        host,
                                        operation == null ? AclOperation.ANY : operation(operation),
                                        permission(true))));
                    }
                }
            }
        }
        return filters;
    }

    /** Whether anything was named at all. */
    boolean isAny() {
        return named().isEmpty() && principals.isEmpty() && hosts.isEmpty() && operations.isEmpty() && !deny;
    }

    private AclPermissionType permission(boolean any) {
        return deny ? AclPermissionType.DENY : any ? AclPermissionType.ANY : AclPermissionType.ALLOW;
    }

    private List<Named> named() {
        List<Named> named = new ArrayList<>();
        topics.forEach(name -> named.add(new Named(ResourceType.TOPIC, name)));
        groups.forEach(name -> named.add(new Named(ResourceType.GROUP, name)));
        transactionalIds.forEach(name -> named.add(new Named(ResourceType.TRANSACTIONAL_ID, name)));
        tokens.forEach(name -> named.add(new Named(ResourceType.DELEGATION_TOKEN, name)));
        users.forEach(name -> named.add(new Named(ResourceType.USER, principal(name))));
        if (cluster) {
            named.add(new Named(ResourceType.CLUSTER, Resource.CLUSTER_NAME));
        }
        return named;
    }

    private static List<String> orAny(List<String> named) {
        return named.isEmpty() ? Arrays.asList((String) null) : named;
    }

    private static String principal(String text) {
        if (!text.matches("[^:]+:.+")) {
            throw CommandFailure.misuse(
                    "'" + text + "' is no principal: it is written TYPE:NAME, such as User:" + text);
        }
        return text;
    }

    private static AclOperation operation(String text) {
        String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
        for (AclOperation operation : OPERATIONS) {
            if (operation.name().equals(name)
                    || operation.name().replace("_", "").equals(name)) {
                return operation;
            }
        }
        throw CommandFailure.misuse("--operation '" + text + "' is none of "
                + OPERATIONS.stream()
                        .map(each -> each.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(", ")));
    }
}
