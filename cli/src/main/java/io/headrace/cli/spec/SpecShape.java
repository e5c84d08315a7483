package io.headrace.cli.spec;

import io.headrace.common.acl.AclOperation;
import io.headrace.spec.Quota;
import io.headrace.spec.SettingValue;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What a spec's file may look like. Stateless. */
final class SpecShape {
    /** The word for an entity that has no name: the default for all that have no quota of their own. */
    static final String DEFAULT_ENTITY = "<default>";

    static final String VERSION = "version";
    static final List<String> MECHANISMS = List.of("SCRAM-SHA-256", "SCRAM-SHA-512");

    /** Where a resource is named: the field, and the same with a beginning of names. */
    static final List<String> RESOURCES = List.of(
            "topic",
            "topicPrefix",
            "group",
            "groupPrefix",
            "transactionalId",
            "transactionalIdPrefix",
            "user",
            "userPrefix",
            "delegationToken",
            "delegationTokenPrefix",
            "cluster");

    private static final long MOST_PARTITIONS = 1_000_000;

    private static final String ANY = "(?:.|[\\r\\n])+";

    private SpecShape() {}

    /** The whole file. */
    static Shape file() {
        return Shape.fields("What a Kafka cluster is to have. What is not named here stays as it is.")
                .with(VERSION, Shape.whole("The version of this format.", 1, 1))
                .with("owned", owned())
                .with(
                        "topics",
                        Shape.names(
                                "Topics by name.",
                                "[a-zA-Z0-9._-]{1,249}",
                                Map.of(),
                                Shape.either(
                                        "A topic.",
                                        "names with values, or nothing",
                                        topic(),
                                        Shape.nothing("A topic as the brokers make it."))))
                .with("users", Shape.names("Users that log in with SCRAM, by name.", ANY, Map.of(), user()))
                .with("quotas", Shape.list("Limits for users, clients and addresses.", 0, quota()))
                .with("acls", Shape.list("Who may do what.", 0, acl()));
    }

    private static Shape owned() {
        Shape.Fields owned =
                Shape.fields("What this file answers for alone: with --prune, what of it is not named here is deleted."
                        + " A name, or the beginning of names with a star at its end.");
        Shape pattern = Shape.text("", "[^*]+|[^*]*\\*", "a name, or the beginning of names with a star at its end");
        owned.with("topics", Shape.list("Topics, and their settings; internal ones are never deleted.", 0, pattern));
        owned.with("users", Shape.list("Users, and their quotas.", 0, pattern));
        owned.with("clients", Shape.list("Client ids, for quotas that name no user.", 0, pattern));
        owned.with("ips", Shape.list("Addresses, for their quotas.", 0, pattern));
        owned.with("principals", Shape.list("Principals, for their ACLs.", 0, pattern));
        return owned;
    }

    private static Shape topic() {
        return Shape.fields("")
                .with(
                        "partitions",
                        Shape.whole("How many partitions; more are added, none are taken away.", 1, MOST_PARTITIONS))
                .with(
                        "replicationFactor",
                        Shape.whole("How many replicas a new topic's partitions have.", 1, Short.MAX_VALUE))
                .with("configs", settings());
    }

    /** Values may be null, for a setting that the topic is not to have of its own. */
    private static Shape settings() {
        Shape nothing = Shape.nothing("The broker's.");
        Shape whole = Shape.whole("", Long.MIN_VALUE, Long.MAX_VALUE);
        Map<String, Shape> byName = new LinkedHashMap<>();
        byName.put(
                ".*\\.ms",
                Shape.either(
                        "Milliseconds, or a time with a unit: 7d, 12h, 1h30m.",
                        "a time as in 7d or 1h30m, a whole number of milliseconds, or null",
                        whole,
                        Shape.text("", SettingValue.DURATION_PATTERN, "a time"),
                        nothing));
        byName.put(
                ".*\\.bytes",
                Shape.either(
                        "Bytes, or an amount with a unit: 1GiB, 512KiB, 10MB.",
                        "an amount as in 1GiB or 10MB, a whole number of bytes, or null",
                        whole,
                        Shape.text("", SettingValue.SIZE_PATTERN, "an amount"),
                        nothing));
        Shape other = Shape.either(
                "A value; null for the broker's.",
                "text, a number, true or false, a list of them, or null",
                Shape.scalar(""),
                Shape.list("", 0, Shape.scalar("")),
                nothing);
        return Shape.names("Settings of the topic by their Kafka names.", "[a-z0-9._-]+", byName, other);
    }

    private static Shape user() {
        Shape secret = Shape.fields("Where the password is: never in this file.")
                .with(
                        "env",
                        Shape.text(
                                "The name of a variable of the environment.",
                                "[A-Za-z_][A-Za-z0-9_]*",
                                "a variable's name"))
                .with("file", Shape.text("A file whose first line it is; relative to this file.", ANY, "a file's name"))
                .oneOf(List.of("env", "file"))
                .otherwise("passwords do not belong in this file: say where it is, as {env: NAME} or {file: PATH}");
        Shape credential = Shape.fields(
                        "A credential. Brokers do not tell passwords: one that is there is taken for right.")
                .with("password", secret)
                .with(
                        "iterations",
                        Shape.whole("How often the password is hashed; 8192 for a new one.", 4_096, 16_384));
        Shape.Fields user = Shape.fields("").atLeast(1);
        MECHANISMS.forEach(mechanism -> user.with(mechanism, credential));
        return user;
    }

    private static Shape quota() {
        Shape name =
                Shape.text("A name, or " + DEFAULT_ENTITY + " for all that have no quota of their own.", ANY, "a name");
        Shape nothing = Shape.nothing("No limit.");
        Shape positive = Shape.positive("");
        Shape.Fields limits = Shape.fields("What is limited.").atLeast(1);
        Stream.concat(Quota.CLIENT_LIMITS.stream(), Quota.IP_LIMITS.stream())
                .sorted()
                .forEach(limit -> limits.with(
                        limit,
                        SettingValue.isSize(limit)
                                ? Shape.either(
                                        "Bytes a second, or an amount with a unit: 10MiB.",
                                        "an amount as in 10MiB, a number larger than 0, or null",
                                        positive,
                                        Shape.text(
                                                "", "0*[1-9][0-9]{0,17}(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)", "an amount"),
                                        nothing)
                                : Shape.either("", "a number larger than 0, or null", positive, nothing)));
        return Shape.fields("The limits of a user, a client, a user's client, or an address.")
                .with("user", name)
                .with("clientId", name)
                .with("ip", name)
                .requiring("limits", limits)
                .anyOf(List.of("user", "clientId", "ip"))
                .notBoth("ip", "user")
                .notBoth("ip", "clientId");
    }

    private static Shape acl() {
        List<String> operations = Arrays.stream(AclOperation.values())
                .filter(operation -> operation != AclOperation.UNKNOWN && operation != AclOperation.ANY)
                .map(SpecShape::word)
                .toList();
        Shape list = Shape.list("Operations.", 1, Shape.word("", operations));
        Shape.Fields acl = Shape.fields("What a principal may or must not do with a resource.")
                .requiring(
                        "principal",
                        Shape.text("As in User:alice.", "[^:]+:(?:.|[\\r\\n])+", "a kind and a name, as in User:alice"))
                .with("host", Shape.text("An address; * for any.", ANY, "an address"))
                .with("allow", list)
                .with("deny", list)
                .oneOf(List.of("allow", "deny"))
                .oneOf(RESOURCES);
        for (String resource : RESOURCES) {
            acl.with(
                    resource,
                    resource.equals("cluster")
                            ? Shape.word("The cluster itself.", List.of("kafka-cluster"))
                            : Shape.text(
                                    resource.endsWith("Prefix") ? "The beginning of names." : "A name; * for any.",
                                    ANY,
                                    "a name"));
        }
        return acl;
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
