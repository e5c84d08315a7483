/** The admin client's operations on brokers, controllers and features, and on which broker has which replica. */
package io.headrace.clients.admin.internals.cluster;
