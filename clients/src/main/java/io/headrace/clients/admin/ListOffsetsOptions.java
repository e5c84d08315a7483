package io.headrace.clients.admin;

import io.headrace.common.IsolationLevel;
import java.util.Map;
import java.util.Objects;

/** Options of {@link Admin#listOffsets(Map, ListOffsetsOptions)}. */
public class ListOffsetsOptions extends AbstractOptions<ListOffsetsOptions> {

    private final IsolationLevel isolationLevel;

    /** Read uncommitted. */
    public ListOffsetsOptions() {
        this(IsolationLevel.READ_UNCOMMITTED);
    }

    /** @param isolationLevel whether "latest" ends at the first open transaction */
    public ListOffsetsOptions(IsolationLevel isolationLevel) {
        this.isolationLevel = Objects.requireNonNull(isolationLevel, "isolationLevel");
    }

    /** Whether "latest" ends at the first open transaction. */
    public IsolationLevel isolationLevel() {
        return isolationLevel;
    }
}
