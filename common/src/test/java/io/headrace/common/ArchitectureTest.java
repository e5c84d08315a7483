package io.headrace.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.headrace.common", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule needsNothingButJdkAndSlf4j = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax..", "org.slf4j", "io.headrace.common..");

    @ArchTest
    static final ArchRule headersKnowNothingElse = classes()
            .that()
            .resideInAPackage("io.headrace.common.header..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.headrace.common.header..");

    @ArchTest
    static final ArchRule utilitiesKnowNoConfiguration =
            slices().matching("io.headrace.common.(config|utils)..").should().beFreeOfCycles();
}
