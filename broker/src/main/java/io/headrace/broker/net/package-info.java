/**
 * Connections of clients: admission of requests, order and pace of answers. Knows frames and headers, no single API.
 *
 * <p>A connection and everything it refers to in this package belongs to the loop that it was accepted on.
 */
package io.headrace.broker.net;
