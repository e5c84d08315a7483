package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#listShareGroupOffsets(Map, ListShareGroupOffsetsOptions)}. */
public class ListShareGroupOffsetsOptions extends AbstractOptions<ListShareGroupOffsetsOptions> {

    /** With the default timeout. */
    public ListShareGroupOffsetsOptions() {}
}
