package io.headrace.cli.spec;

import io.headrace.cli.CommandFailure;
import io.headrace.cli.Confirmation;
import io.headrace.cli.ConnectOptions;
import io.headrace.cli.Console;
import io.headrace.cli.Output;
import io.headrace.cli.output.ItemResult;
import io.headrace.cli.output.Shows;
import io.headrace.clients.admin.Admin;
import io.headrace.spec.ApplyReport;
import io.headrace.spec.ApplyReport.Outcome;
import io.headrace.spec.ApplyReport.Result;
import io.headrace.spec.Area;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem;
import io.headrace.spec.PlanItem.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a cluster what a file says. */
@Command(
        name = "apply",
        description = {
            "Makes the cluster what a file says: topics, users, quotas and ACLs. What is as it is to be stays untouched, so a"
                    + " second run changes nothing; what the file does not name stays as it is (but see --prune).",
            "If anything in it cannot be done, that is said before anything is changed, and nothing is."
        },
        sortOptions = false,
        footer = {"", "Example: headrace apply -f cluster.yaml"})
@Shows(ItemResult.class)
public final class ApplyCommand implements Runnable {
    private final Console console;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The file that says what there is to be, in YAML or JSON; - for stdin.")
    private Path file;

    @Option(
            names = "--plan",
            paramLabel = "FILE",
            description = "A plan that headrace plan --out kept; it is applied if it would still do the same.")
    private Path saved;

    @Mixin
    private PlanChoices choices;

    @Mixin
    private Confirmation confirmation;

    @Mixin
    private Output output;

    @Mixin
    private ConnectOptions connect;

    ApplyCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if ((file == null) == (saved == null)) {
            throw CommandFailure.misuse("say either --file or --plan");
        }
        if (saved != null && choices.isMade()) {
            throw CommandFailure.misuse("--prune and --reset-password are part of a plan: say them to headrace plan");
        }
        Optional<SavedPlan> before = Optional.ofNullable(saved).map(path -> SavedPlan.read(console, path));
        SpecFile spec = before.map(SavedPlan::file).orElseGet(() -> SpecFile.read(console, file));
        var options = before.map(SavedPlan::options).orElseGet(() -> choices.options(spec));
        ApplyReport report;
        try (Admin admin = connect.admin()) {
            Plan plan = spec.spec().plan(admin, options);
            before.ifPresent(then -> then.require(plan));
            if (!plan.isRefused()) {
                confirmDeletions(plan);
            }
            report = plan.apply(admin);
        }
        tell(report);
    }

    /** Records and users' credentials are gone for good; the rest can be written again. */
    private void confirmDeletions(Plan plan) {
        List<PlanItem> lost = plan.items().stream()
                .filter(item -> item.kind() == Kind.DELETE && (item.area() == Area.TOPICS || item.area() == Area.USERS))
                .toList();
        if (!lost.isEmpty()) {
            confirmation.require(
                    console,
                    lost.stream().map(PlanItem::subject).collect(Collectors.joining(", ", "delete ", ""))
                            + ", with all there is in them");
        }
    }

    private void tell(ApplyReport report) {
        List<ItemResult> results =
                report.results().stream().map(ApplyCommand::view).toList();
        output.list(console, results, () -> print(report));
        int done = report.count(Outcome.DONE);
        int all = report.results().size();
        if (done == all) {
            return;
        }
        for (Result result : report.results()) {
            if (result.outcome() != Outcome.DONE) {
                console.err().println(result.item().subject() + ": " + result.reason());
            }
        }
        if (done == 0) {
            throw CommandFailure.failed("nothing was changed");
        }
        throw CommandFailure.partly((all - done) + " of " + all + " were not done");
    }

    private void print(ApplyReport report) {
        for (Result result : report.results()) {
            if (result.outcome() == Outcome.DONE) {
                console.println(word(result.item()) + " " + result.item().subject());
                result.item().differences().forEach(difference -> console.println("    " + difference));
            }
        }
        if (report.results().isEmpty()) {
            console.println("nothing to change");
        }
    }

    private static ItemResult view(Result result) {
        return switch (result.outcome()) {
            case DONE -> ItemResult.done(result.item().subject(), word(result.item()));
            case FAILED -> ItemResult.failed(result.item().subject(), result.reason());
            case SKIPPED -> new ItemResult(result.item().subject(), "skipped", result.reason());
        };
    }

    private static String word(PlanItem item) {
        return switch (item.kind()) {
            case CREATE -> "created";
            case CHANGE -> "changed";
            case DELETE -> "deleted";
            default -> throw new IllegalArgumentException(item.toString());
        };
    }
}
