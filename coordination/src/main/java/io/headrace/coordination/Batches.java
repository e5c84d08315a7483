package io.headrace.coordination;

/** Into how many batches the records of a step may go. A partition takes no batch above its {@code max.message.bytes}. */
public enum Batches {

    /** All or none of the records are in the log, whatever happens; more than one batch holds are refused. */
    ONE,

    /**
     * As many as it takes. Should the log, or the broker, fail in between, the first records are there without the rest:
     * only for records of which any first part makes sense, and after which the step can be taken again.
     */
    SEVERAL
}
