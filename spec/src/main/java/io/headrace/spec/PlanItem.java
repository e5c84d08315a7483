package io.headrace.spec;

import java.util.List;

/**
 * One thing of a plan: something that is made, changed or deleted by one request, or why it is not. Immutable. Two are equal
 * when they find the same and would do the same.
 */
public final class PlanItem {
    /** What becomes of it. */
    public enum Kind {
        /** It is not there and is made. */
        CREATE("+"),
        /** It is there and is changed. */
        CHANGE("~"),
        /** It is there, not in the spec, and is deleted. */
        DELETE("-"),
        /** It cannot be done; the reason says why. */
        REFUSE("!"),
        /** It is there, owned and not in the spec, and stays: the plan was not asked to prune. */
        KEEP("?");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** One character for it in lists. */
        public String sign() {
            return sign;
        }
    }

    private final Kind kind;
    private final Area area;
    private final String subject;
    private final List<Difference> differences;
    private final String reason;
    private final Step step;

    private PlanItem(Kind kind, Area area, String subject, List<Difference> differences, String reason, Step step) {
        this.kind = kind;
        this.area = area;
        this.subject = subject;
        this.differences = List.copyOf(differences);
        this.reason = reason;
        this.step = step;
    }

    static PlanItem create(Area area, String subject, List<Difference> differences, Step step) {
        return new PlanItem(Kind.CREATE, area, subject, differences, "", step);
    }

    static PlanItem change(Area area, String subject, List<Difference> differences, Step step) {
        return new PlanItem(Kind.CHANGE, area, subject, differences, "", step);
    }

    static PlanItem delete(Area area, String subject, List<Difference> differences, String note, Step step) {
        return new PlanItem(Kind.DELETE, area, subject, differences, note, step);
    }

    static PlanItem refuse(Area area, String subject, String reason) {
        return new PlanItem(Kind.REFUSE, area, subject, List.of(), reason, new Step.None());
    }

    static PlanItem keep(Area area, String subject, List<Difference> differences) {
        return new PlanItem(
                Kind.KEEP, area, subject, differences, "not in the spec; pruning would take it away", new Step.None());
    }

    /** What becomes of it. */
    public Kind kind() {
        return kind;
    }

    /** What kind of thing it is. */
    public Area area() {
        return area;
    }

    /** What it is, as in {@code topic orders}. */
    public String subject() {
        return subject;
    }

    /** What is otherwise than it is to be. */
    public List<Difference> differences() {
        return differences;
    }

    /** Why it is refused or kept, or what else should be known about it; empty when there is nothing to say. */
    public String reason() {
        return reason;
    }

    /** Whether applying the plan changes something here. */
    public boolean isChange() {
        return kind == Kind.CREATE || kind == Kind.CHANGE || kind == Kind.DELETE;
    }

    Step step() {
        return step;
    }

    PlanItem refusedBecause(String why) {
        return refuse(area, subject, why);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PlanItem that
                && kind == that.kind
                && area == that.area
                && subject.equals(that.subject)
                && differences.equals(that.differences)
                && reason.equals(that.reason)
                && step.equals(that.step);
    }

    @Override
    public int hashCode() {
        return subject.hashCode() * 31 + differences.hashCode();
    }

    /** As in {@code + topic orders}, with each difference on a line of its own. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.sign()).append(' ').append(subject);
        if (!reason.isEmpty()) {
            text.append(kind == Kind.DELETE ? " (" + reason + ")" : ": " + reason);
        }
        for (Difference difference : differences) {
            text.append("\n    ").append(difference);
        }
        return text.toString();
    }
}
