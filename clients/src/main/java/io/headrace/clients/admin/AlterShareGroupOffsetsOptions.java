package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#alterShareGroupOffsets(String, Map, AlterShareGroupOffsetsOptions)}. */
public class AlterShareGroupOffsetsOptions extends AbstractOptions<AlterShareGroupOffsetsOptions> {

    /** With the default timeout. */
    public AlterShareGroupOffsetsOptions() {}
}
