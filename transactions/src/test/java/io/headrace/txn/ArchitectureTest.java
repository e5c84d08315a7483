package io.headrace.txn;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.headrace.txn");

    @Test
    void theMachineKnowsNoLogsConnectionsOrThreads() {
        classes()
                .that()
                .resideInAPackage("io.headrace.txn")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "io.headrace.txn..",
                        "io.headrace.coordination..",
                        "io.headrace.common..",
                        "io.headrace.protocol.wire..",
                        "io.netty.buffer..",
                        "org.slf4j..")
                .check(MAIN);
    }
}
