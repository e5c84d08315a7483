package io.headrace.cli.spec;

import io.headrace.cli.Console;
import io.headrace.cli.output.Means;
import io.headrace.spec.Plan;
import io.headrace.spec.PlanItem;
import io.headrace.spec.PlanItem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan as scripts see it, and as people do. */
record PlanView(
        @Means("the id of the cluster that was looked at") String cluster,

        @Means("how many items change something") int changes,

        @Means("how many items cannot be done; if any, nothing of the plan is")
        int refused,

        @Means("what was found") List<Item> items) {

    /** One thing. */
    record Item(
            @Means(
                    "create, change, delete, refuse, or keep (owned, not in the file, and left since --prune was not said)")
            String kind,

            @Means("topics, users, quotas or ACLs") String area,
            @Means("what it is, as in 'topic orders'") String subject,
            @Means("what is otherwise") List<Change> differences,

            @Means("why it is refused or kept; null when there is nothing to say")
            String reason) {}

    /** What is otherwise. */
    record Change(
            @Means("what it is about, as in 'partitions' or 'retention.ms'")
            String what,

            @Means("what there is; null for nothing") String before,
            @Means("what is to be; null for nothing") String after) {}

    static PlanView of(Plan plan) {
        List<Item> items = plan.items().stream().map(PlanView::item).toList();
        return new PlanView(plan.clusterId(), changes(plan).size(), plan.count(Kind.REFUSE), items);
    }

    private static Item item(PlanItem item) {
        return new Item(
                item.kind().name().toLowerCase(Locale.ROOT),
                item.area().noun(),
                item.subject(),
                item.differences().stream()
                        .map(each -> new Change(
                                each.what(),
                                each.before().orElse(null),
                                each.after().orElse(null)))
                        .toList(),
                item.reason().isEmpty() ? null : item.reason());
    }

    static List<PlanItem> changes(Plan plan) {
        return plan.items().stream().filter(PlanItem::isChange).toList();
    }

    /** The items, and a line that counts them. */
    static void print(Console console, Plan plan) {
        for (PlanItem item : plan.items()) {
            item.toString().lines().forEach(console::println);
        }
        console.println(summary(plan));
    }

    private static String summary(Plan plan) {
        List<String> parts = new ArrayList<>();
        count(plan, Kind.CREATE, "to create", parts);
        count(plan, Kind.CHANGE, "to change", parts);
        count(plan, Kind.DELETE, "to delete", parts);
        count(plan, Kind.REFUSE, "refused", parts);
        return parts.isEmpty() ? "nothing to change" : String.join(", ", parts);
    }

    private static void count(Plan plan, Kind kind, String words, List<String> parts) {
        if (plan.count(kind) > 0) {
            parts.add(plan.count(kind) + " " + words);
        }
    }
}
