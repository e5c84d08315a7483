package io.headrace.cli.spec;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem.Kind;
import io.headrace.spec.PlanOptions;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what applying a file would do, and changes nothing. */
@Command(
        name = "plan",
        description = {
            "Says what headrace apply would do to make the cluster what a file says. Changes nothing.",
            "+ is created, ~ is changed, - is deleted, ! cannot be done, ? is left although the file owns and does not name it."
        },
        sortOptions = false,
        footer = {"", "Example: headrace plan -f cluster.yaml --prune"})
@Shows(value = PlanView.class, list = false)
public final class PlanCommand implements Runnable {
    private final Console console;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "The file that says what there is to be, in YAML or JSON; - for stdin.")
    private Path file;

    @Mixin
    private PlanChoices choices;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to keep the plan, for headrace apply --plan.")
    private Path out;

    @Option(names = "--check", description = "Fails when there is anything to change.")
    private boolean check;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    PlanCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        SpecFile spec = SpecFile.read(console, file);
        PlanOptions options = choices.options(spec);
        Plan plan;
        try (Admin admin = connect.admin()) {
            plan = spec.spec().plan(admin, options);
        }
        output.value(console, PlanView.of(plan), () -> PlanView.print(console, plan));
        if (plan.isRefused()) {
            throw CommandFailure.failed(plan.count(Kind.REFUSE) + " of the file's wishes cannot be done");
        }
        if (out != null) {
            SavedPlan.of(spec, plan, options).write(out);
        }
        if (check && !plan.isEmpty()) {
            throw CommandFailure.failed("the cluster is not what " + spec.name() + " says");
        }
    }
}
