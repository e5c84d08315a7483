/** Access control: who may do what with which resources. Values only; brokers decide. */
package io.headrace.common.acl;
