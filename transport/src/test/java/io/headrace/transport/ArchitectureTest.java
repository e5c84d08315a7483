package io.headrace.transport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The transport knows the protocol and what is common, and nobody who uses it. */
@AnalyzeClasses(packages = "io.headrace.transport", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.clients..",
                    "io.headrace.broker..",
                    "io.headrace.log..",
                    "io.headrace.metadata..",
                    "io.headrace.record..",
                    "io.headrace.cli..");
}
