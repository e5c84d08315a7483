/** What all kinds of groups have in common, and the words in which the parts of the coordinator speak to each other. */
package io.headrace.group.model;
