package io.parley.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the modules may know of each other: the rules no single module can see. */
@AnalyzeClasses(
    packages = "io.parley",
    importOptions = {ImportOption.DoNotIncludeTests.class, HouseRulesTest.NoTestJars.class})
class HouseRulesTest {
  /** Once they are packed, other modules' tests no longer lie in a directory of tests. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String STORAGE = "io.parley.storage..";
  private static final String SFU = "io.parley.sfu..";
  private static final String TRANSCRIPTION = "io.parley.transcription..";
  private static final String JOBS = "io.parley.jobs..";
  private static final String WEB = "io.parley.web..";
  private static final String STANDALONE = "io.parley.standalone..";
  private static final String EMBEDDED = "io.parley.storage.embedded..";

  @ArchTest
  static final ArchRule storageKnowsNobody =
      unaware(STORAGE, SFU, TRANSCRIPTION, JOBS, WEB, STANDALONE);

  @ArchTest
  static final ArchRule theSfuKnowsOnlyTheContractAndItsBytes =
      unaware(
          SFU,
          TRANSCRIPTION,
          JOBS,
          WEB,
          STANDALONE,
          "io.parley.storage.blob..",
          "io.parley.storage.catalogue..",
          "io.parley.storage.search..");

  @ArchTest
  static final ArchRule transcriptionKnowsOnlyTheContract =
      unaware(
          TRANSCRIPTION,
          SFU,
          JOBS,
          WEB,
          STANDALONE,
          "io.parley.storage.codec..",
          "io.parley.storage.blob..",
          "io.parley.storage.catalogue..",
          "io.parley.storage.search..");

  @ArchTest static final ArchRule jobsKnowNeitherSfuNorWeb = unaware(JOBS, SFU, WEB, STANDALONE);

  @ArchTest
  static final ArchRule webKnowsNeitherSfuNorJobs =
      unaware(WEB, SFU, TRANSCRIPTION, JOBS, STANDALONE);

  @ArchTest
  static final ArchRule onlyStandaloneEmbedsServers =
      noClasses()
          .that(not(resideInAnyPackage(STANDALONE, EMBEDDED)))
          .should()
          .dependOnClassesThat(resideInAPackage(EMBEDDED));

  @ArchTest
  static final ArchRule serversAreKnownWhereTheyAreEmbedded =
      only(EMBEDDED, "kafka..", "org.apache.kafka.server..", "org.gaul..", "org.jclouds..");

  @ArchTest static final ArchRule onlyTheSfuKnowsIce = only(SFU, "org.ice4j..", "org.jitsi..");

  @ArchTest static final ArchRule onlyTranscriptionKnowsVosk = only(TRANSCRIPTION, "org.vosk..");

  @ArchTest
  static final ArchRule onlyJobsKnowFlinkAndFfmpeg =
      only(JOBS, "org.apache.flink..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyStorageKnowsItsStores =
      only(STORAGE, "io.minio..", "org.jdbi..", "org.flywaydb..", "org.apache.lucene..");

  private static ArchRule unaware(String module, String... others) {
    return noClasses()
        .that(resideInAPackage(module))
        .should()
        .dependOnClassesThat(resideInAnyPackage(others));
  }

  private static ArchRule only(String module, String... libraries) {
    return noClasses()
        .that(not(resideInAPackage(module)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }
}
