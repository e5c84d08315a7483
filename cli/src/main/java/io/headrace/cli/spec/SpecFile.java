package io.headrace.cli.spec;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Console;
import io.headrace.cli.Settings;
import io.headrace.cli.spec.Shape.Problem;
import io.headrace.clients.admin.ScramMechanism;
import io.headrace.common.acl.AccessControlEntry;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclOperation;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.common.quota.ClientQuotaEntity;
import io.headrace.common.resource.PatternType;
import io.headrace.common.resource.ResourcePattern;
import io.headrace.common.resource.ResourceType;
import io.headrace.spec.ClusterSpec;
import io.headrace.spec.Secret;
import io.headrace.spec.SettingValue;
import io.headrace.spec.UserSpec.Credential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A spec as it stands in a file. Immutable; the passwords that it refers to are looked up when they are needed.
 *
 * @param name what to call the file in messages
 * @param directory what the names of files with passwords are relative to
 * @param text the file's text
 * @param spec what it says
 */
record SpecFile(String name, Path directory, String text, ClusterSpec spec) {
    private static final int SHOWN_PROBLEMS = 20;

    /**
     * Reads a file.
     *
     * @param console its stdin is read when {@code file} is a single dash, and its variables may hold passwords
     * @param file the file
     * @throws CommandFailure naming each place where it makes no sense
     */
    static SpecFile read(Console console, Path file) {
        try {
            if (file.toString().equals("-")) {
                // Not readAllBytes: of a file's stream it asks how long the file is, and a pipe has no answer (JDK 17).
                ByteArrayOutputStream text = new ByteArrayOutputStream();
                console.in().transferTo(text);
                return parse(console, "stdin", Path.of("").toAbsolutePath(), text.toString(StandardCharsets.UTF_8));
            }
            Path directory = file.toAbsolutePath().getParent();
            return parse(console, file.toString(), directory, Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : Settings.reason(e, file);
            throw CommandFailure.failed("cannot read " + file + ": " + reason, e);
        }
    }

    /** As {@link #read}, of a text that is there already. */
    static SpecFile parse(Console console, String name, Path directory, String text) {
        Doc doc = DocReader.read(name, text);
        List<Problem> problems = new ArrayList<>();
        SpecShape.file().check(doc, "", problems);
        if (!problems.isEmpty()) {
            throw CommandFailure.failed(problems.stream()
                            .limit(SHOWN_PROBLEMS)
                            .map(problem -> name + ": " + problem)
                            .collect(Collectors.joining("\n"))
                    + (problems.size() > SHOWN_PROBLEMS
                            ? "\nand " + (problems.size() - SHOWN_PROBLEMS) + " more"
                            : ""));
        }
        return new SpecFile(name, directory, text, new Builder(console, name, directory).build((Doc.Table) doc));
    }

    /** Makes a spec of a document that has the right shape. */
    private static final class Builder {
        private final Console console;
        private final String name;
        private final Path directory;
        private final ClusterSpec.Builder spec = ClusterSpec.builder();

        Builder(Console console, String name, Path directory) {
            this.console = console;
            this.name = name;
            this.directory = directory;
        }

        ClusterSpec build(Doc.Table file) {
            fields(file, "owned").forEach((kind, patterns) -> owned(kind, items(patterns)));
            fields(file, "topics").forEach((topic, doc) -> at(doc, () -> topic(topic, doc)));
            fields(file, "users").forEach((user, doc) -> at(doc, () -> user(user, (Doc.Table) doc)));
            for (Doc quota : list(file, "quotas")) {
                at(quota, () -> quota((Doc.Table) quota));
            }
            for (Doc acl : list(file, "acls")) {
                at(acl, () -> acl((Doc.Table) acl));
            }
            return spec.build();
        }

        private void at(Doc doc, Runnable part) {
            try {
                part.run();
            } catch (IllegalArgumentException e) {
                throw CommandFailure.failed(name + ": " + doc.at() + ": " + e.getMessage(), e);
            }
        }

        private void owned(String kind, List<Doc> docs) {
            String[] patterns = docs.stream().map(Builder::text).toArray(String[]::new);
            spec.owned(owned -> {
                switch (kind) {
                    case "topics" -> owned.topics(patterns);
                    case "users" -> owned.users(patterns);
                    case "clients" -> owned.clients(patterns);
                    case "ips" -> owned.ips(patterns);
                    default -> owned.principals(patterns);
                }
            });
        }

        private void topic(String topic, Doc doc) {
            spec.topic(topic, built -> {
                if (!(doc instanceof Doc.Table table)) {
                    return;
                }
                whole(table, "partitions").ifPresent(built::partitions);
                whole(table, "replicationFactor").ifPresent(built::replicationFactor);
                fields(table, "configs").forEach((setting, value) -> {
                    if (value instanceof Doc.Nothing) {
                        built.brokersConfig(setting);
                    } else {
                        built.config(
                                setting,
                                value instanceof Doc.Items list
                                        ? list.items().stream()
                                                .map(Builder::text)
                                                .collect(Collectors.joining(","))
                                        : text(value));
                    }
                });
            });
        }

        private void user(String user, Doc.Table table) {
            table.fields().forEach((mechanism, doc) -> {
                Doc.Table credential = (Doc.Table) doc;
                Optional<Secret> password = credential.fields().containsKey("password")
                        ? Optional.of(secret(fields(credential, "password")))
                        : Optional.empty();
                spec.user(
                        user,
                        ScramMechanism.fromMechanismName(mechanism),
                        new Credential(password, whole(credential, "iterations")));
            });
        }

        private Secret secret(Map<String, Doc> reference) {
            if (reference.containsKey("env")) {
                String variable = text(reference.get("env"));
                return Secret.of("env " + variable, () -> {
                    String value = console.variable(variable);
                    if (value == null) {
                        throw new IllegalStateException("the variable " + variable + " is not set");
                    }
                    return value;
                });
            }
            return Secret.file(directory.resolve(text(reference.get("file"))));
        }

        private void quota(Doc.Table quota) {
            Map<String, String> entity = new HashMap<>();
            entity(quota, "user", ClientQuotaEntity.USER, entity);
            entity(quota, "clientId", ClientQuotaEntity.CLIENT_ID, entity);
            entity(quota, "ip", ClientQuotaEntity.IP, entity);
            ClientQuotaEntity whom = new ClientQuotaEntity(entity);
            fields(quota, "limits").forEach((limit, value) -> {
                if (value instanceof Doc.Nothing) {
                    spec.unlimited(whom, limit);
                } else {
                    spec.quota(whom, limit, SettingValue.limit(limit, text(value)));
                }
            });
        }

        private static void entity(Doc.Table quota, String field, String type, Map<String, String> entity) {
            if (quota.fields().containsKey(field)) {
                String name = text(quota.fields().get(field));
                entity.put(type, name.equals(SpecShape.DEFAULT_ENTITY) ? null : name);
            }
        }

        private void acl(Doc.Table acl) {
            String principal = text(acl.fields().get("principal"));
            String host = acl.fields().containsKey("host") ? text(acl.fields().get("host")) : "*";
            boolean allows = acl.fields().containsKey("allow");
            ResourcePattern resource = resource(acl);
            for (Doc operation : list(acl, allows ? "allow" : "deny")) {
                spec.acl(new AclBinding(
                        resource,
                        new AccessControlEntry(
                                principal,
                                host,
                                constant(AclOperation.class, text(operation)),
                                allows ? AclPermissionType.ALLOW : AclPermissionType.DENY)));
            }
        }

        private static ResourcePattern resource(Doc.Table acl) {
            String field = SpecShape.RESOURCES.stream()
                    .filter(acl.fields()::containsKey)
                    .findFirst()
                    .orElseThrow();
            boolean prefix = field.endsWith("Prefix");
            String kind = prefix ? field.substring(0, field.length() - "Prefix".length()) : field;
            return new ResourcePattern(
                    constant(ResourceType.class, kind.replaceAll("([A-Z])", "_$1")),
                    text(acl.fields().get(field)),
                    prefix ? PatternType.PREFIXED : PatternType.LITERAL);
        }

        private static <E extends Enum<E>> E constant(Class<E> type, String word) {
            return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        private static Map<String, Doc> fields(Doc.Table table, String name) {
            return table.fields().get(name) instanceof Doc.Table part ? part.fields() : Map.of();
        }

        private static List<Doc> list(Doc.Table table, String name) {
            return table.fields().containsKey(name) ? items(table.fields().get(name)) : List.of();
        }

        private static List<Doc> items(Doc doc) {
            return ((Doc.Items) doc).items();
        }

        private static OptionalInt whole(Doc.Table table, String name) {
            return table.fields().get(name) instanceof Doc.Figure number
                    ? OptionalInt.of(number.value().intValueExact())
                    : OptionalInt.empty();
        }

        private static String text(Doc doc) {
            if (doc instanceof Doc.Text text) {
                return text.text();
            }
            return doc instanceof Doc.Figure number ? number.text() : Boolean.toString(((Doc.Truth) doc).value());
        }
    }
}
