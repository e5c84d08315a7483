package io.headrace.clients.admin;

import io.headrace.common.TopicPartition;
import io.headrace.common.errors.ApiException;
import java.util.Map;
import java.util.OptionalLong;

/** A log directory of a broker and what lies in it. Immutable. */
public class LogDirDescription {

    private static final long UNKNOWN_BYTES = -1;

    private final ApiException error;
    private final Map<TopicPartition, ReplicaInfo> replicaInfos;
    private final OptionalLong totalBytes;
    private final OptionalLong usableBytes;
    private final boolean cordoned;

    /**
     * @param error why the directory is offline; null when it is not
     * @param replicaInfos what lies in it
     */
    public LogDirDescription(ApiException error, Map<TopicPartition, ReplicaInfo> replicaInfos) {
        this(error, replicaInfos, UNKNOWN_BYTES, UNKNOWN_BYTES);
    }

    /**
     * @param error why the directory is offline; null when it is not
     * @param replicaInfos what lies in it
     * @param totalBytes size of its volume; -1 when unknown
     * @param usableBytes free bytes of its volume; -1 when unknown
     */
    public LogDirDescription(
            ApiException error, Map<TopicPartition, ReplicaInfo> replicaInfos, long totalBytes, long usableBytes) {
        this(error, replicaInfos, totalBytes, usableBytes, false);
    }

    /**
     * @param error why the directory is offline; null when it is not
     * @param replicaInfos what lies in it
     * @param totalBytes size of its volume; -1 when unknown
     * @param usableBytes free bytes of its volume; -1 when unknown
     * @param cordoned whether no new replicas are placed in it (KIP-1066)
     */
    public LogDirDescription(
            ApiException error,
            Map<TopicPartition, ReplicaInfo> replicaInfos,
            long totalBytes,
            long usableBytes,
            boolean cordoned) {
        this.error = error;
        this.replicaInfos = replicaInfos;
        this.totalBytes = optional(totalBytes);
        this.usableBytes = optional(usableBytes);
        this.cordoned = cordoned;
    }

    private static OptionalLong optional(long bytes) {
        return bytes == UNKNOWN_BYTES ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** Why the directory is offline; null when it is not. */
    public ApiException error() {
        return error;
    }

    /** The replicas in it, by partition. */
    public Map<TopicPartition, ReplicaInfo> replicaInfos() {
        return replicaInfos;
    }

    /** Size of the directory's volume in bytes (KIP-827). */
    public OptionalLong totalBytes() {
        return totalBytes;
    }

    /** Free bytes of the directory's volume (KIP-827). */
    public OptionalLong usableBytes() {
        return usableBytes;
    }

    /** Whether no new replicas are placed in it (KIP-1066). */
    public boolean isCordoned() {
        return cordoned;
    }

    @Override
    public String toString() {
        return "LogDirDescription(replicaInfos=" + replicaInfos + ", error=" + error + ", totalBytes=" + totalBytes
                + ", usableBytes=" + usableBytes + ", isCordoned=" + cordoned + ")";
    }
}
