/** The transaction coordinator as a state machine: which transaction each transactional id is in. */
package io.headrace.txn;
