/** Committed offsets: what is stored, who may commit, fetch and delete, and when they expire. */
package io.headrace.group.offsets;
