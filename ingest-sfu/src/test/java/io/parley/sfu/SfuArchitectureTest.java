package io.parley.sfu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules of this module. */
@AnalyzeClasses(packages = "io.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class SfuArchitectureTest {
  @ArchTest
  static final ArchRule onlyTransportKnowsIceDtlsAndSrtp =
      noClasses()
          .that()
          .resideInAPackage("io.parley.sfu..")
          .and()
          .resideOutsideOfPackage("io.parley.sfu.transport..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.ice4j..", "org.jitsi..", "org.bouncycastle..", "com.amazon.corretto..");

  @ArchTest
  static final ArchRule onlySignalKnowsTheWebServer =
      noClasses()
          .that()
          .resideInAPackage("io.parley.sfu..")
          .and()
          .resideOutsideOfPackage("io.parley.sfu.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..");

  @ArchTest
  static final ArchRule onlyTapKnowsKafka =
      noClasses()
          .that()
          .resideInAPackage("io.parley.sfu..")
          .and()
          .resideOutsideOfPackage("io.parley.sfu.tap..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule ofStorageOnlyContractAndCodec =
      noClasses()
          .that()
          .resideInAPackage("io.parley.sfu..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.parley.storage.blob..",
              "io.parley.storage.catalogue..",
              "io.parley.storage.search..",
              "io.parley.storage.embedded..");

  @ArchTest
  static final ArchRule forwardingNeverLearnsOfRoomsOrTheLog =
      noClasses()
          .that()
          .resideInAnyPackage("io.parley.sfu.forward..", "io.parley.sfu.track..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.parley.sfu.room..", "io.parley.sfu.tap..", "io.parley.sfu.signal..");
}
