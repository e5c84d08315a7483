package io.headrace.broker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which way the doors open: a layer uses those below it, never one above. */
@AnalyzeClasses(packages = "io.headrace.broker", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.headrace.broker..")
            .layer("server")
            .definedBy("io.headrace.broker.server..")
            .layer("metrics")
            .definedBy("io.headrace.broker.metrics..")
            .layer("api")
            .definedBy("io.headrace.broker.api..")
            .layer("fetch")
            .definedBy("io.headrace.broker.fetch..")
            .layer("txn")
            .definedBy("io.headrace.broker.txn..")
            .layer("coordinator")
            .definedBy("io.headrace.broker.coordinator..")
            .layer("replica")
            .definedBy("io.headrace.broker.replica..")
            .layer("net")
            .definedBy("io.headrace.broker.net..")
            .layer("loop")
            .definedBy("io.headrace.broker.loop..")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("api", "server")
            .whereLayer("txn")
            .mayOnlyBeAccessedByLayers("api", "server")
            .whereLayer("coordinator")
            .mayOnlyBeAccessedByLayers("txn", "metrics", "api", "server")
            .whereLayer("replica")
            .mayOnlyBeAccessedByLayers("fetch", "coordinator", "txn", "metrics", "api", "server")
            .whereLayer("net")
            .mayOnlyBeAccessedByLayers("fetch", "metrics", "api", "server");

    @ArchTest
    static final ArchRule NO_CLIENTS = noClasses()
            .that()
            .resideInAPackage("io.headrace.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.headrace.clients..", "io.headrace.common.serialization..", "io.headrace.partitioners..");

    /** Partitions and fetches know nothing of sockets. */
    @ArchTest
    static final ArchRule REPLICA_WITHOUT_NETTY = noClasses()
            .that()
            .resideInAPackage("io.headrace.broker.replica..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty.channel..");
}
