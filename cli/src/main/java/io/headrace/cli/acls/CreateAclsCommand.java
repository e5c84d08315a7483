package io.headrace.cli.acls;

import io.headrace.cli.Changes;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclBinding;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates rules. */
@Command(
        name = "create",
        description = "Creates rules, one for each resource, principal, host and operation that is named.",
        sortOptions = false,
        footer = {"", "Example: headrace acls create --topic orders --principal User:alice --operation read,describe"})
@Shows(ItemResult.class)
final class CreateAclsCommand implements Runnable {
    private final Console console;

    @Mixin
    private RuleOptions rules;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    CreateAclsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        List<AclBinding> bindings = rules.bindings();
        Changes changes = new Changes(console, output, connect);
        try (Admin admin = connect.admin()) {
            Map<AclBinding, KafkaFuture<Void>> results =
                    admin.createAcls(bindings).values();
            for (AclBinding binding : bindings) {
                changes.await(Acl.of(binding).text(), results.get(binding), "created");
            }
        }
        changes.conclude();
    }
}
