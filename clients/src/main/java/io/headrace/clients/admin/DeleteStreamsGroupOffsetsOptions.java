package io.headrace.clients.admin;

import java.util.Set;

/** Options of {@link Admin#deleteStreamsGroupOffsets(String, Set, DeleteStreamsGroupOffsetsOptions)}. */
public class DeleteStreamsGroupOffsetsOptions extends AbstractOptions<DeleteStreamsGroupOffsetsOptions> {

    /** With the default timeout. */
    public DeleteStreamsGroupOffsetsOptions() {}
}
