package io.headrace.spec;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A spec is brought about through the admin client's public face, and deciding never asks anybody. */
@AnalyzeClasses(packages = "io.headrace.spec", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_THE_ADMIN_CLIENT_ONLY = classes()
            .that()
            .resideInAPackage("io.headrace.spec..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.spec..",
                    "io.headrace.clients.admin",
                    "io.headrace.common",
                    "io.headrace.common.acl",
                    "io.headrace.common.config",
                    "io.headrace.common.errors",
                    "io.headrace.common.quota",
                    "io.headrace.common.resource",
                    "java..");

    @ArchTest
    static final ArchRule PLANNERS_ASK_NOBODY = noClasses()
            .that()
            .haveSimpleNameEndingWith("Planner")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(".*\\.(Admin|KafkaFuture|StateReader|Requests|Applier)");
}
