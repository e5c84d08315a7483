package io.headrace.common;

/**
 * Implemented by an interceptor, serializer or metrics reporter that wants to know the cluster it works with (KIP-78).
 */
public interface ClusterResourceListener {
    /**
     * Called whenever cluster metadata has arrived, in the client's network thread unless the documentation of the
     * extension says otherwise. Must not block.
     */
    void onUpdate(ClusterResource clusterResource);
}
