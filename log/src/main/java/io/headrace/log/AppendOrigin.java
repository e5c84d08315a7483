package io.headrace.log;

/** Who wants batches appended. */
public enum AppendOrigin {
    /** A producer: exactly one batch, never a control batch. */
    CLIENT,
    /** A coordinator of this broker: any batches, also control batches; sequences are not checked. */
    COORDINATOR
}
