package io.headrace.cli.acls;

import io.headrace.cli.Changes;
import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.clients.admin.DeleteAclsResult.FilterResult;
import io.headrace.common.acl.AclBinding;
import io.headrace.common.acl.AclBindingFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes rules. */
@Command(
        name = "delete",
        description = "Deletes the rules that match what is said; --dry-run shows which.",
        sortOptions = false,
        footer = {"", "Example: headrace acls delete --principal User:alice --yes"})
@Shows(ItemResult.class)
final class DeleteAclsCommand implements Runnable {
    private final Console console;

    @Mixin
    private RuleOptions rules;

    @Option(names = "--dry-run", description = "Shows which rules would be deleted, and deletes none.")
    private boolean dryRun;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    DeleteAclsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (rules.isAny()) {
            throw CommandFailure.misuse("this would delete all rules: a resource, --principal, --host, --operation or"
                    + " --deny has to say which");
        }
        List<AclBindingFilter> filters = rules.filters();
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Set<AclBinding> found = new LinkedHashSet<>();
            for (AclBindingFilter filter : filters) {
                found.addAll(connect.await(admin.describeAcls(filter).values()));
            }
            if (found.isEmpty()) {
                throw CommandFailure.failed("no rule matches; headrace acls list says which there are");
            }
            if (dryRun) {
                found.forEach(each -> changes.done(
                        Acl.of(each).text(),
                        "planned",
                        "would delete " + Acl.of(each).text()));
            } else {
                confirmation.require(console, "delete " + found.size() + (found.size() == 1 ? " rule" : " rules"));
                delete(admin, found, changes);
            }
        }
        changes.conclude();
    }

    /** Exactly those that were found, so that nothing goes that nobody was asked for. */
    private void delete(Admin admin, Set<AclBinding> found, Changes changes) {
        List<AclBindingFilter> exactly = new ArrayList<>();
        found.forEach(each -> exactly.add(each.toFilter()));
        var results = admin.deleteAcls(exactly).values();
        for (AclBinding each : found) {
            String item = Acl.of(each).text();
            try {
                for (FilterResult result :
                        connect.await(results.get(each.toFilter())).values()) {
                    if (result.exception() != null) {
                        throw result.exception();
                    }
                }
                changes.done(item, "deleted", "deleted " + item);
            } catch (RuntimeException e) {
                changes.failed(item, e);
            }
        }
    }
}
