package io.headrace.spec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is to be done so that a cluster has what a spec says. A pure function. */
final class Planner {
    private Planner() {}

    /** The items are in the order of areas and names, so that two plans of the same difference are equal. */
    static List<PlanItem> plan(ClusterState state, ClusterSpec spec, PlanOptions options) {
        List<PlanItem> items = new ArrayList<>();
        items.addAll(new TopicPlanner(state, spec.owned(), options).plan(spec.topics()));
        items.addAll(new UserPlanner(state, spec.owned(), options).plan(spec.users()));
        items.addAll(new QuotaPlanner(state, spec.owned(), options).plan(spec.quotas()));
        items.addAll(new AclPlanner(state, spec.owned(), options).plan(spec.acls()));
        items.sort(Comparator.comparing(PlanItem::area).thenComparing(PlanItem::subject));
        return items;
    }
}
