/**
 * Transactions on this broker: {@link io.headrace.broker.txn.TransactionCoordinator} is where handlers ask,
 * {@link io.headrace.broker.txn.MarkerWriter} tells partitions how transactions end, and
 * {@link io.headrace.broker.txn.TransactionGate} keeps out of a partition what is part of no transaction.
 */
package io.headrace.broker.txn;
