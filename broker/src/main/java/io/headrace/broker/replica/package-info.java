/**
 * What this broker does as leader of partitions: appending, the high watermark, acknowledging, telling readers.
 *
 * <p>A {@link io.headrace.broker.replica.Partition} belongs to one loop for good. Its readable state is published as
 * snapshots, so fetching needs no hop.
 */
package io.headrace.broker.replica;
