package io.headrace.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command line uses the public faces of clients and broker, and nobody's internals. */
@AnalyzeClasses(packages = "io.headrace.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule reachesPublicFacesOnly = classes()
            .that()
            .resideInAPackage("io.headrace.cli..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.cli..",
                    "io.headrace.clients",
                    "io.headrace.clients.admin",
                    "io.headrace.clients.consumer",
                    "io.headrace.clients.producer",
                    "io.headrace.partitioners",
                    "io.headrace.spec",
                    "io.headrace.common..",
                    "io.headrace.broker.server",
                    "io.headrace.metadata.config",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.dataformat.yaml..",
                    "picocli..",
                    "java..");

    @ArchTest
    static final ArchRule onlyMainEndsTheProcessOrTouchesItsStreams = noClasses()
            .that()
            .doNotBelongToAnyOf(Headrace.class)
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");
}
