/**
 * What a cluster is to have, said once: {@link io.headrace.spec.ClusterSpec} is compared with what the cluster has, and the
 * {@link io.headrace.spec.Plan} that comes of it brings the difference about. Reading files is left to others: this package
 * depends on the admin client alone.
 */
package io.headrace.spec;
