package io.headrace.metadata;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the doors of this module open. */
@AnalyzeClasses(packages = "io.headrace.metadata", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("record")
            .definedBy("io.headrace.metadata.record..")
            .layer("image")
            .definedBy("io.headrace.metadata.image..")
            .layer("config")
            .definedBy("io.headrace.metadata.config..")
            .layer("plan")
            .definedBy("io.headrace.metadata.plan..")
            .layer("store")
            .definedBy("io.headrace.metadata.store..")
            .layer("control")
            .definedBy("io.headrace.metadata.control..")
            .whereLayer("control")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("control")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("control")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("plan", "control")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("config", "plan", "store", "control");

    @ArchTest
    static final ArchRule reachesNoOtherRoom = classes()
            .that()
            .resideInAPackage("io.headrace.metadata..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.metadata..",
                    "io.headrace.common..",
                    "io.headrace.protocol.wire..",
                    "io.netty.buffer..",
                    "org.slf4j..",
                    "java..");

    @ArchTest
    static final ArchRule decidingIsPure = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.headrace.metadata.plan..", "io.headrace.metadata.image..", "io.headrace.metadata.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.nio.channels..", "java.io..", "org.slf4j..")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");
}
