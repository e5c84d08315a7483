package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#deleteRecords(Map, DeleteRecordsOptions)}. */
public class DeleteRecordsOptions extends AbstractOptions<DeleteRecordsOptions> {

    /** With the default timeout. */
    public DeleteRecordsOptions() {}
}
