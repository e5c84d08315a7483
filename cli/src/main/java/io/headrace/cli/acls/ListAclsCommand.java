package io.headrace.cli.acls;

import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Shows;
import io.headrace.cli.output.Table;
import io.headrace.clients.admin.Admin;
import io.headrace.common.acl.AclBindingFilter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists rules. */
@Command(
        name = "list",
        description = "Lists rules: all, or those that match what is said.",
        sortOptions = false,
        footer = {"", "Example: headrace acls list --topic orders"})
@Shows(Acl.class)
final class ListAclsCommand implements Runnable {
    private static final Table<Acl> TABLE = new Table<Acl>()
            .text("TYPE", Acl::resourceType)
            .text("RESOURCE", Acl::resource)
            .text("PATTERN", Acl::pattern)
            .text("PRINCIPAL", Acl::principal)
            .text("HOST", Acl::host)
            .text("OPERATION", Acl::operation)
            .text("PERMISSION", Acl::permission);

    private final Console console;

    @Mixin
    private RuleOptions rules;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ListAclsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<AclBindingFilter> filters = rules.filters();
        Set<Acl> found = new TreeSet<>(Acl.ORDER.thenComparing(Acl::permission));
        try (Admin admin = connect.admin()) {
            for (AclBindingFilter filter : filters) {
                connect.await(admin.describeAcls(filter).values()).forEach(each -> found.add(Acl.of(each)));
            }
        }
        output.list(console, found, TABLE);
    }
}
