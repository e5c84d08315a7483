/**
 * A cluster for tests of clients, in this JVM and without disks: real connections and real messages, a log in memory that
 * checks sequences as brokers do, and a hook that decides which requests go wrong and how.
 */
package io.headrace.clients.fake;
