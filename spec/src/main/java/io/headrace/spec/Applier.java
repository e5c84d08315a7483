package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import io.headrace.common.KafkaFuture;
import io.headrace.common.acl.AclPermissionType;
import io.headrace.spec.ApplyReport.Outcome;
import io.headrace.spec.ApplyReport.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Does what a plan says. What forbids comes before what allows, and what is taken away comes last, so that at no moment more
 * is allowed than before and after.
 *
 * <p>Not thread safe; for one plan.
 */
final class Applier {
    private final Admin admin;
    private final Map<PlanItem, Result> results = new HashMap<>();

    Applier(Admin admin) {
        this.admin = admin;
    }

    ApplyReport apply(Plan plan) {
        if (plan.isRefused()) {
            return refused(plan);
        }
        List<PlanItem> items = plan.items().stream().filter(PlanItem::isChange).toList();
        if (items.isEmpty()) {
            return new ApplyReport(List.of());
        }
        List<PlanItem> current = unchanged(plan, items);
        List<PlanItem> made = current.stream().filter(item -> !isDeletion(item)).toList();
        send(Requests.alterCredentials(admin, made));
        send(Requests.createTopics(admin, made, false));
        send(Requests.addPartitions(admin, made, false));
        send(Requests.alterConfigs(admin, made, false));
        send(Requests.alterQuotas(admin, made, false));
        send(Requests.createAcls(admin, only(made, Applier::forbids)));
        send(Requests.createAcls(admin, only(made, item -> !forbids(item))));
        delete(current.stream().filter(Applier::isDeletion).toList());
        return new ApplyReport(items.stream().map(results::get).toList());
    }

    /** The report of a plan that is not applied. */
    static ApplyReport refused(Plan plan) {
        List<Result> results = new ArrayList<>();
        for (PlanItem item : plan.items()) {
            if (item.kind() == PlanItem.Kind.REFUSE) {
                results.add(new Result(item, Outcome.FAILED, item.reason()));
            } else if (item.isChange()) {
                results.add(new Result(item, Outcome.SKIPPED, "not tried, since other items are refused"));
            }
        }
        return new ApplyReport(results);
    }

    /** Those items that a plan made now has as well; what others have changed since is reported. */
    private List<PlanItem> unchanged(Plan plan, List<PlanItem> items) {
        ClusterState now = new StateReader(admin).read(plan.spec());
        if (!now.clusterId().equals(plan.clusterId())) {
            throw new IllegalStateException(
                    "The plan was made for the cluster " + plan.clusterId() + ", and this is " + now.clusterId());
        }
        Set<PlanItem> still = new HashSet<>(Planner.plan(now, plan.spec(), plan.options()));
        List<PlanItem> current = new ArrayList<>();
        for (PlanItem item : items) {
            if (still.contains(item)) {
                current.add(item);
            } else {
                results.put(
                        item,
                        new Result(item, Outcome.FAILED, "it has been changed since the plan was made; plan again"));
            }
        }
        return current;
    }

    private void delete(List<PlanItem> items) {
        boolean failed = results.values().stream().anyMatch(result -> result.outcome() != Outcome.DONE);
        if (failed) {
            items.forEach(item -> results.put(
                    item, new Result(item, Outcome.SKIPPED, "not deleted, since something else failed before")));
            return;
        }
        send(Requests.deleteAcls(admin, only(items, item -> !forbids(item))));
        send(Requests.deleteAcls(admin, only(items, Applier::forbids)));
        send(Requests.alterQuotas(admin, items, false));
        send(Requests.alterCredentials(admin, items));
        send(Requests.deleteTopics(admin, items));
    }

    private void send(Map<PlanItem, KafkaFuture<?>> asked) {
        Requests.failures(asked)
                .forEach((item, failure) -> results.put(
                        item,
                        failure.map(why -> new Result(item, Outcome.FAILED, why))
                                .orElseGet(() -> new Result(item, Outcome.DONE, ""))));
    }

    private static boolean isDeletion(PlanItem item) {
        return item.kind() == PlanItem.Kind.DELETE;
    }

    private static boolean forbids(PlanItem item) {
        Optional<AclPermissionType> permission = item.step() instanceof Step.CreateAcl create
                ? Optional.of(create.binding().entry().permissionType())
                : item.step() instanceof Step.DeleteAcl delete
                        ? Optional.of(delete.binding().entry().permissionType())
                        : Optional.empty();
        return permission.equals(Optional.of(AclPermissionType.DENY));
    }

    private static List<PlanItem> only(List<PlanItem> items, Predicate<PlanItem> which) {
        return items.stream().filter(which).toList();
    }
}
