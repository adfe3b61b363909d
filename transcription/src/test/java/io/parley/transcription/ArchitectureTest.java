package io.parley.transcription;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.parley", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule VOSK_STAYS_BEHIND_ITS_INTERFACE =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.parley.transcription.VoskRecogniser")
          .and()
          .resideOutsideOfPackage("org.vosk..")
          .and()
          .haveNameNotMatching(".*VoskRecogniser\\$.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.vosk..");

  @ArchTest
  static final ArchRule ONLY_THE_CONTRACT_OF_STORAGE_IS_KNOWN =
      classes()
          .that()
          .resideInAPackage("io.parley.transcription..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.parley.transcription..",
              "io.parley.storage.contract..",
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "org.vosk..",
              "io.github.jaredmdobson.concentus..",
              "com.fasterxml.jackson..");
}
