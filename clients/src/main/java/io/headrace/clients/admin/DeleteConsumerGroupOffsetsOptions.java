package io.headrace.clients.admin;

import java.util.Set;

/** Options of {@link Admin#deleteConsumerGroupOffsets(String, Set, DeleteConsumerGroupOffsetsOptions)}. */
public class DeleteConsumerGroupOffsetsOptions extends AbstractOptions<DeleteConsumerGroupOffsetsOptions> {

    /** With the default timeout. */
    public DeleteConsumerGroupOffsetsOptions() {}
}
