package io.headrace.group;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the doors of this module open, and that nothing in it waits, reads a clock or talks to a network. */
@AnalyzeClasses(packages = "io.headrace.group", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("machine")
            .definedBy("io.headrace.group")
            .layer("offsets")
            .definedBy("io.headrace.group.offsets..")
            .layer("consumer")
            .definedBy("io.headrace.group.consumer..")
            .layer("classic")
            .definedBy("io.headrace.group.classic..")
            .layer("assignor")
            .definedBy("io.headrace.group.assignor..")
            .layer("model")
            .definedBy("io.headrace.group.model..")
            .layer("record")
            .definedBy("io.headrace.group.record..")
            .whereLayer("machine")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("offsets")
            .mayOnlyBeAccessedByLayers("machine")
            .whereLayer("consumer")
            .mayOnlyBeAccessedByLayers("machine")
            .whereLayer("classic")
            .mayOnlyBeAccessedByLayers("machine", "consumer", "offsets")
            .whereLayer("assignor")
            .mayOnlyBeAccessedByLayers("consumer", "machine")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("machine", "consumer", "classic", "offsets");

    @ArchTest
    static final ArchRule reachesNoOtherRoom = classes()
            .that()
            .resideInAPackage("io.headrace.group..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.group..",
                    "io.headrace.coordination..",
                    "io.headrace.common..",
                    "io.headrace.protocol..",
                    "io.headrace.metadata..",
                    "io.netty.buffer..",
                    "com.google.re2j..",
                    "org.slf4j..",
                    "java..");

    @ArchTest
    static final ArchRule decidingIsPure = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.nio.channels..", "java.io..", "java.net..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
}
