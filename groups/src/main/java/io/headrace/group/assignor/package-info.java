/**
 * Who gets which partition: the assignors that run on the broker (KIP-848). Pure functions of a group's members, what they
 * subscribe to and what they were to have so far.
 */
package io.headrace.group.assignor;
