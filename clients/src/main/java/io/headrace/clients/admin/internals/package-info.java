/**
 * Inside the admin client: one file per family of operations. Each says what is asked and what an answer means;
 * {@link io.headrace.clients.internals.calls.Operations} drives them on the client's loop.
 */
package io.headrace.clients.admin.internals;
