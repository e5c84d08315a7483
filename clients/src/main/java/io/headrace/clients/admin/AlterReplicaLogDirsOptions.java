package io.headrace.clients.admin;

import java.util.Map;

/** Options of {@link Admin#alterReplicaLogDirs(Map, AlterReplicaLogDirsOptions)}. */
public class AlterReplicaLogDirsOptions extends AbstractOptions<AlterReplicaLogDirsOptions> {

    /** With the default timeout. */
    public AlterReplicaLogDirsOptions() {}
}
