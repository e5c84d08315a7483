package io.headrace.common.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** How long a part of an API can be relied on. */
@InterfaceStability.Evolving
public class InterfaceStability {
    /** Stays compatible until the next major version. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Stable {}

    /** May change incompatibly with a minor version. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Evolving {}

    /** May change with any version. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Unstable {}
}
