package io.headrace.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the protocol may know. */
@AnalyzeClasses(
        packagesOf = ApiKey.class,
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OnlyThisModule.class})
class ArchitectureTest {

    /** The generator has a package below this one, and is no part of what ships. */
    static final class OnlyThisModule implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/io/headrace/protocol/generator/");
        }
    }

    @ArchTest
    static final ArchRule KNOWS_ONLY_COMMON_AND_BUFFERS = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.netty.buffer..",
                    "io.headrace.common..",
                    "io.headrace.protocol",
                    "io.headrace.protocol.wire..",
                    "io.headrace.protocol.message..");

    @ArchTest
    static final ArchRule WIRE_KNOWS_NO_MESSAGES = noClasses()
            .that()
            .resideInAPackage("io.headrace.protocol.wire..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.headrace.protocol", "io.headrace.protocol.message..");

    @ArchTest
    static final ArchRule USES_NO_REFLECTION = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..", "sun..");
}
