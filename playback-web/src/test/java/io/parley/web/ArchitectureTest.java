package io.parley.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What this module may know. */
@AnalyzeClasses(packages = "io.parley.web", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule KNOWS_NOTHING_OF_MEDIA_AND_JOBS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.flink..",
              "org.bytedeco..",
              "org.vosk..",
              "org.ice4j..",
              "org.jitsi..",
              "io.netty..",
              "io.minio..",
              "org.apache.lucene..",
              "io.parley.sfu..",
              "io.parley.jobs..",
              "io.parley.transcription..",
              "io.parley.storage.embedded..");

  @ArchTest
  static final ArchRule JAVALIN_STAYS_WHERE_HTTP_IS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.parley.web.access..",
              "io.parley.web.live..",
              "io.parley.web.log..",
              "io.parley.web.export..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule KAFKA_STAYS_WITH_THE_LOG =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.parley.web.log..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule SQL_STAYS_IN_THE_CATALOGUE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..");

  @ArchTest
  static final ArchRule ACCESS_RULES_DEPEND_ON_NOTHING_ABOVE =
      noClasses()
          .that()
          .resideInAPackage("io.parley.web.access..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.parley.web.api..", "io.parley.web.http..", "io.parley.web.live..");
}
