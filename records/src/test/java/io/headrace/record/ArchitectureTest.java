package io.headrace.record;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.headrace.record");

    @Test
    void recordsDependsOnCommonBuffersAndCodecsOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.headrace.record..",
                        "io.headrace.common..",
                        "io.netty.buffer..",
                        "net.jpountz..",
                        "com.github.luben.zstd..",
                        "org.xerial.snappy..")
                .check(MAIN);
    }

    @Test
    void onlyTheCodecsKnowTheCodecLibraries() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.headrace.record.compress")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "net.jpountz..", "com.github.luben.zstd..", "org.xerial.snappy..", "java.util.zip..")
                .because("CRC-32C apart, which BatchHeader computes")
                .allowEmptyShould(false)
                .evaluate(MAIN)
                .getFailureReport()
                .getDetails()
                .stream()
                .filter(detail -> !detail.contains("java.util.zip.CRC32C"))
                .findFirst()
                .ifPresent(detail -> {
                    throw new AssertionError(detail);
                });
    }

    @Test
    void codecsDoNotKnowBatches() {
        noClasses()
                .that()
                .resideInAPackage("io.headrace.record.compress")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.headrace.record")
                .check(MAIN);
    }
}
