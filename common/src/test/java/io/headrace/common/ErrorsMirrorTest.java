package io.headrace.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every public exception of Apache's client is here: same name, ancestry, constructors and methods. */
class ErrorsMirrorTest {
    private static final List<Class<?>> APACHE = Mirror.publicClasses("org.apache.kafka.common.errors");

    @Test
    void thereAreManyOfThem() {
        assertTrue(APACHE.size() > 140, "found only " + APACHE.size());
    }

    @TestFactory
    List<DynamicTest> isTheSame() {
        return APACHE.stream()
                .map(apache -> DynamicTest.dynamicTest(apache.getSimpleName(), () -> {
                    Class<?> ours = Mirror.ours(apache);
                    assertEquals(Mirror.ancestry(apache), Mirror.ancestry(ours));
                    assertEquals(Mirror.constructors(apache), Mirror.constructors(ours));
                    assertEquals(Mirror.methods(apache), Mirror.methods(ours));
                    assertEquals(Modifier.isAbstract(apache.getModifiers()), Modifier.isAbstract(ours.getModifiers()));
                }))
                .toList();
    }
}
