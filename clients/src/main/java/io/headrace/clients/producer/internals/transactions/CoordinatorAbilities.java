package io.headrace.clients.producer.internals.transactions;

/**
 * What the transaction coordinator can do. Immutable.
 *
 * @param bumpsEpochs it raises the epoch of a producer that names itself (InitProducerId 3, KIP-360)
 * @param givesEachTransactionAnEpoch the cluster has finalized {@code transaction.version} 2, and the requests that belong to
 *     it are there (KIP-890): writing adds a partition to the transaction, and its end answers with the next epoch
 */
public record CoordinatorAbilities(boolean bumpsEpochs, boolean givesEachTransactionAnEpoch) {}
