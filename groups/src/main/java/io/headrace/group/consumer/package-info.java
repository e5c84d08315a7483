/** Groups whose assignments the coordinator makes (KIP-848), and members of the classic protocol among them. */
package io.headrace.group.consumer;
