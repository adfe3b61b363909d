package io.parley.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ModuleRulesTest {
  @ArchTest
  static final ArchRule onlyJobsKnowFlinkAndFfmpeg =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.parley.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.bytedeco..");

  @ArchTest
  static final ArchRule mediaAndMinutesKnowNoFlinkAndNoStore =
      noClasses()
          .that()
          .resideInAnyPackage("io.parley.jobs.media..", "io.parley.jobs.minutes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.apache.kafka..",
              "io.parley.storage.blob..",
              "io.parley.storage.catalogue..",
              "io.parley.storage.search..");

  @ArchTest
  static final ArchRule nativeMemoryStaysInTheMediaPackages =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.parley.jobs.media..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule jobsTouchNoServerLibrary =
      noClasses()
          .that()
          .resideInAPackage("io.parley.jobs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.minio..",
              "org.jdbi..",
              "java.sql..",
              "org.apache.lucene..",
              "org.vosk..",
              "io.parley.web..",
              "io.parley.sfu..");
}
