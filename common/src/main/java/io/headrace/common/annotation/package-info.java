/** Annotations that say how stable an API is. */
package io.headrace.common.annotation;
