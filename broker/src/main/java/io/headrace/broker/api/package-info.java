/**
 * One file per API: which versions it takes, then how it is answered. {@link io.headrace.broker.api.ApiTable} lists them
 * all; what is not listed there is neither advertised nor answered.
 *
 * <p>Handlers have no state of their own and never block. They run on the loop of the connection, and answer there.
 */
package io.headrace.broker.api;
