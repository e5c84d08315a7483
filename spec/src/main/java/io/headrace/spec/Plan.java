package io.headrace.spec;

import io.headrace.clients.admin.Admin;
import java.util.List;

/**
 * What is to be done so that a cluster has what a spec says, found at one moment. Immutable and thread safe. It holds no
 * password.
 */
public final class Plan {
    private final ClusterSpec spec;
    private final PlanOptions options;
    private final String clusterId;
    private final List<PlanItem> items;

    Plan(ClusterSpec spec, PlanOptions options, String clusterId, List<PlanItem> items) {
        this.spec = spec;
        this.options = options;
        this.clusterId = clusterId;
        this.items = List.copyOf(items);
    }

    /** What was found, by kind of thing and name. */
    public List<PlanItem> items() {
        return items;
    }

    /** The cluster that was looked at. */
    public String clusterId() {
        return clusterId;
    }

    /** Whether nothing is to be changed, and nothing is refused. */
    public boolean isEmpty() {
        return items.stream().noneMatch(item -> item.isChange() || item.kind() == PlanItem.Kind.REFUSE);
    }

    /** Whether something cannot be done. Such a plan is not applied, not even in part. */
    public boolean isRefused() {
        return count(PlanItem.Kind.REFUSE) > 0;
    }

    /** How many items there are of one kind. */
    public int count(PlanItem.Kind kind) {
        return (int) items.stream().filter(item -> item.kind() == kind).count();
    }

    /**
     * Does it. The cluster is looked at once more before: what has changed since the plan was made is left alone and
     * reported. Deletions come last, and not at all when something before them failed.
     *
     * @param admin asked; stays open
     * @throws IllegalStateException when {@code admin} is a client of another cluster than the plan was made for
     * @throws io.headrace.common.KafkaException when the cluster cannot be looked at
     */
    public ApplyReport apply(Admin admin) {
        return new Applier(admin).apply(this);
    }

    ClusterSpec spec() {
        return spec;
    }

    PlanOptions options() {
        return options;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plan that && clusterId.equals(that.clusterId) && items.equals(that.items);
    }

    @Override
    public int hashCode() {
        return items.hashCode();
    }

    /** An item a line, as in {@code + topic orders}, with each difference on a line of its own. */
    @Override
    public String toString() {
        return String.join("\n", items.stream().map(PlanItem::toString).toList());
    }
}
