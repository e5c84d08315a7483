/** The admin client's operations on transactional ids and on what partitions remember of producers. */
package io.headrace.clients.admin.internals.transactions;
