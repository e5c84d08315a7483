package io.headrace.clients;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Clients never see a broker, and the three clients see each other's insides as little. */
@AnalyzeClasses(packages = "io.headrace.clients", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ARROWS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.broker..", "io.headrace.log..", "io.headrace.metadata..", "io.headrace.cli..");

    @ArchTest
    static final ArchRule CORE_KNOWS_NO_CLIENT = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.internals..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.clients.producer..", "io.headrace.clients.consumer..", "io.headrace.clients.admin..");

    @ArchTest
    static final ArchRule PRODUCER_INSIDES = noClasses()
            .that()
            .resideOutsideOfPackage("io.headrace.clients.producer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headrace.clients.producer.internals..");

    @ArchTest
    static final ArchRule CONSUMER_INSIDES = noClasses()
            .that()
            .resideOutsideOfPackage("io.headrace.clients.consumer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headrace.clients.consumer.internals..");

    @ArchTest
    static final ArchRule ADMIN_INSIDES = noClasses()
            .that()
            .resideOutsideOfPackage("io.headrace.clients.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headrace.clients.admin.internals..");
}
