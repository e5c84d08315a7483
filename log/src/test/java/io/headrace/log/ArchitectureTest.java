package io.headrace.log;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.headrace.log");

    @Test
    void theLogDependsOnRecordsCommonAndBuffersOnly() {
        classes()
                .that()
                .resideOutsideOfPackage("io.headrace.log.message")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.headrace.log..",
                        "io.headrace.record..",
                        "io.headrace.common..",
                        "io.headrace.protocol.wire..",
                        "io.netty.buffer..",
                        "io.netty.util.collection..",
                        "org.slf4j..")
                .check(MAIN);
    }

    @Test
    void filesKnowNothingOfWhatIsInThem() {
        noClasses()
                .that()
                .resideInAPackage("io.headrace.log.file")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.headrace.record..", "io.headrace.common..", "io.headrace.log.segment..")
                .check(MAIN);
    }

    @Test
    void packagesDoNotDependOnEachOtherInCircles() {
        slices().matching("io.headrace.log.(*)..").should().beFreeOfCycles().check(MAIN);
        noClasses()
                .that()
                .resideInAnyPackage("io.headrace.log.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.headrace.log")
                .check(MAIN);
    }

    @Test
    void nobodyReachesFilesPastTheSeam() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.headrace.log.file")
                .and()
                .doNotHaveSimpleName("DirectoryLock")
                .should()
                .callMethod(
                        java.nio.channels.FileChannel.class,
                        "open",
                        java.nio.file.Path.class,
                        java.nio.file.OpenOption[].class)
                .check(MAIN);
    }

    @Test
    void nothingReadsAClockButTheConvenienceOfClosing() {
        noClasses()
                .that()
                .doNotHaveSimpleName("LogDirectory")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(MAIN);
    }
}
