/**
 * What a transactional producer decides: pure classes without threads, clocks, locks and requests. Answers and the time come
 * in, requests and outcomes go out; {@code TransactionMachine} is where to begin reading.
 */
package io.headrace.clients.producer.internals.transactions;
