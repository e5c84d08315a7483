/** Choosing the partition of a record: the interface applications implement, and the built-in rules. */
package io.headrace.partitioners;
