package io.headrace.clients.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No option is taken and then forgotten: the client reads each. */
class OptionsReadTest {

    /** Deprecated names of options that are read by their new ones. */
    private static final Set<String> OLD_NAMES =
            Set.of("CreateDelegationTokenOptions.maxlifeTimeMs", "ListConsumerGroupsOptions.states");

    private static boolean isOption(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.PUBLIC)
                && !method.getModifiers().contains(JavaModifier.STATIC)
                && method.getRawParameterTypes().isEmpty()
                && !List.of("toString", "hashCode").contains(method.getName());
    }

    private static boolean isByClient(JavaAccess<?> access) {
        String reader = access.getOriginOwner().getSimpleName();
        return !reader.endsWith("Options") && !reader.startsWith("Mock");
    }

    @Test
    void everyOptionIsRead() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.headrace.clients.admin");
        Set<String> unread = new TreeSet<>();
        int options = 0;
        for (JavaClass type : classes) {
            if (!type.getSimpleName().endsWith("Options")) {
                continue;
            }
            for (JavaMethod method : type.getMethods()) {
                if (isOption(method)) {
                    options++;
                    if (method.getAccessesToSelf().stream().noneMatch(OptionsReadTest::isByClient)) {
                        unread.add(type.getSimpleName() + "." + method.getName());
                    }
                }
            }
        }
        assertTrue(options > 40, "only " + options);
        assertEquals(new TreeSet<>(OLD_NAMES), unread);
    }
}
