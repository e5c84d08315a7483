package io.headrace.clients.admin;

import java.util.Set;

/** Options of {@link Admin#deleteShareGroupOffsets(String, Set, DeleteShareGroupOffsetsOptions)}. */
public class DeleteShareGroupOffsetsOptions extends AbstractOptions<DeleteShareGroupOffsetsOptions> {

    /** With the default timeout. */
    public DeleteShareGroupOffsetsOptions() {}
}
