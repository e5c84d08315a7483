package io.headrace.cli.output;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a command prints with {@code --output json} or {@code yaml}: the schema that scripts can rely on. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Shows {
    /** The record that holds a result. */
    Class<? extends Record> value();

    /** Whether it is a list of them. */
    boolean list() default true;
}
