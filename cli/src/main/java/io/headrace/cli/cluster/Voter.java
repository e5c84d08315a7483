package io.headrace.cli.cluster;

import io.headrace.cli.CommandFailure;
import io.headrace.clients.admin.QuorumInfo;
import io.headrace.clients.admin.QuorumInfo.ReplicaState;
import io.headrace.common.Uuid;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names a controller by its id and that of its metadata directory. Pure. */
final class Voter {
    private Voter() {}

    /**
     * The id of a directory.
     *
     * @throws CommandFailure when the text is none
     */
    static Uuid directory(String text) {
        try {
            return Uuid.fromString(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.misuse("--directory '" + text
                    + "' is no id: it is written in Base64 with 22 characters, as headrace cluster quorum shows it");
        }
    }

    /**
     * The directory of a node, as the cluster knows it.
     *
     * @param where voters, or observers
     * @throws CommandFailure when no such node is there, or more than one, or nobody knows its directory
     */
    static Uuid directory(QuorumInfo quorum, int node, List<ReplicaState> where) {
        List<ReplicaState> found =
                where.stream().filter(each -> each.replicaId() == node).toList();
        if (found.isEmpty()) {
            throw CommandFailure.failed("there is no " + (isVoters(quorum, where) ? "voter " : "observer ") + node
                    + ": there are " + ids(where) + "; headrace cluster quorum lists them");
        }
        Uuid directory = found.get(0).replicaDirectoryId();
        if (found.size() > 1 || directory == null || directory.equals(Uuid.ZERO_UUID)) {
            throw CommandFailure.failed("which directory of node " + node + " is meant is not known: say --directory");
        }
        return directory;
    }

    private static boolean isVoters(QuorumInfo quorum, List<ReplicaState> where) {
        return where == quorum.voters() || where.equals(quorum.voters());
    }

    private static String ids(List<ReplicaState> states) {
        Stream<String> ids =
                states.stream().map(each -> Integer.toString(each.replicaId())).sorted();
        return states.isEmpty() ? "none" : ids.collect(Collectors.joining(", "));
    }
}
