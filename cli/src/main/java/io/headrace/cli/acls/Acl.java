package io.headrace.cli.acls;

import io.headrace.cli.output.Means;
import io.headrace.common.acl.AclBinding;
import java.util.Comparator;
import java.util.Locale;

/** A rule. */
record Acl(
        @Means("topic, group, cluster, transactional-id, delegation-token or user")
        String resourceType,

        @Means("the resource's name, or its beginning") String resource,

        @Means("literal when it is the whole name, prefixed when it is its beginning")
        String pattern,

        @Means("whom it is about, such as User:alice") String principal,
        @Means("from which host; * for all") String host,
        @Means("what they do, such as read, write or all") String operation,
        @Means("allow or deny") String permission) {
    static final Comparator<Acl> ORDER = Comparator.comparing(Acl::resourceType)
            .thenComparing(Acl::resource)
            .thenComparing(Acl::pattern)
            .thenComparing(Acl::principal)
            .thenComparing(Acl::host)
            .thenComparing(Acl::operation);

    static Acl of(AclBinding binding) {
        return new Acl(
                word(binding.pattern().resourceType()),
                binding.pattern().name(),
                word(binding.pattern().patternType()),
                binding.entry().principal(),
                binding.entry().host(),
                word(binding.entry().operation()),
                word(binding.entry().permissionType()));
    }

    /** In one line, as in "allow User:alice from * to read topic orders". */
    String text() {
        return permission + " " + principal + " from " + host + " to " + operation + " " + resourceType + " " + resource
                + (pattern.equals("prefixed") ? "*" : "");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
