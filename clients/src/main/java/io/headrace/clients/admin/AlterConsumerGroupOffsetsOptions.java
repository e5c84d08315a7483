package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#alterConsumerGroupOffsets(String, Map, AlterConsumerGroupOffsetsOptions)}. */
public class AlterConsumerGroupOffsetsOptions extends AbstractOptions<AlterConsumerGroupOffsetsOptions> {

    /** With the default timeout. */
    public AlterConsumerGroupOffsetsOptions() {}
}
