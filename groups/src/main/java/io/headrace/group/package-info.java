/** The group coordinator as a state machine: who is a member of which group, what is assigned, and committed offsets. */
package io.headrace.group;
