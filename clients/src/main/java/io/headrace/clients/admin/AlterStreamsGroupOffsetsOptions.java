package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#alterStreamsGroupOffsets(String, Map, AlterStreamsGroupOffsetsOptions)}. */
public class AlterStreamsGroupOffsetsOptions extends AbstractOptions<AlterStreamsGroupOffsetsOptions> {

    /** With the default timeout. */
    public AlterStreamsGroupOffsetsOptions() {}
}
