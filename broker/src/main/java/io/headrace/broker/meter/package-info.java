/**
 * Counting what loops do. A loop adds to numbers that only it writes; who wants to see them asks it for a copy. Nothing here
 * knows who that is.
 */
package io.headrace.broker.meter;
