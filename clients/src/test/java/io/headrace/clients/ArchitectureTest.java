package io.headrace.clients;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
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

    /** Assignors compute on plain values: they know neither how members meet nor what is read. */
    @ArchTest
    static final ArchRule ASSIGNORS_KNOW_NO_GROUP = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.consumer.internals.assignor..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "io.headrace.clients.consumer.internals..",
                            "io.headrace.clients.internals..",
                            "io.headrace.transport..")
                    .and(resideOutsideOfPackage("io.headrace.clients.consumer.internals.assignor..")));

    /** The runner stands on the public consumer and producer as any application does. */
    @ArchTest
    static final ArchRule WORK_KNOWS_NO_INSIDES = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.consumer.internals.work..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "io.headrace.clients.consumer.internals..",
                            "io.headrace.clients.producer.internals..",
                            "io.headrace.clients.internals..",
                            "io.headrace.transport..",
                            "io.headrace.protocol..")
                    .and(resideOutsideOfPackage("io.headrace.clients.consumer.internals.work..")));

    /** Nobody else inside the consumer knows that there is a runner on top of it. */
    @ArchTest
    static final ArchRule NOBODY_KNOWS_WORK = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.consumer.internals..")
            .and()
            .resideOutsideOfPackage("io.headrace.clients.consumer.internals.work..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headrace.clients.consumer.internals.work..");

    /** Membership is the client's loop's: what the polling thread does with it, it does not know. */
    @ArchTest
    static final ArchRule GROUPS_KNOW_NO_CONSUMER = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.consumer.internals.group..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.clients.consumer.internals", "io.headrace.clients.consumer.internals.fetch..");

    /** Records come the same way with a group and without. */
    @ArchTest
    static final ArchRule FETCHING_KNOWS_NO_GROUP = noClasses()
            .that()
            .resideInAPackage("io.headrace.clients.consumer.internals.fetch..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.headrace.clients.consumer.internals..")
                    .and(resideOutsideOfPackage("io.headrace.clients.consumer.internals.fetch..")));

    @ArchTest
    static final ArchRule ADMIN_INSIDES = noClasses()
            .that()
            .resideOutsideOfPackage("io.headrace.clients.admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.headrace.clients.admin.internals..");
}
