/**
 * The part that producer, consumer and admin client share: one event loop per client owns its connections, the cluster's
 * metadata, and all timers. User threads hand it commands and read immutable snapshots, and share nothing else with it.
 */
package io.headrace.clients.internals;
