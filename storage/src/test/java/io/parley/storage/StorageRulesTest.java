package io.parley.storage;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know what within storage. */
@AnalyzeClasses(
    packages = "io.parley.storage",
    importOptions = ImportOption.DoNotIncludeTests.class)
class StorageRulesTest {

  @ArchTest
  static final ArchRule contractKnowsNothingButJava =
      classes()
          .that()
          .resideInAPackage("..storage.contract..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "io.parley.storage.contract.."));

  @ArchTest
  static final ArchRule onlyBlobKnowsMinio = only("..storage.blob..", "io.minio..", "okhttp3..");

  @ArchTest
  static final ArchRule onlyCatalogueKnowsSql =
      noClasses()
          .that(resideInAPackage("io.parley..").and(notIn("..catalogue..", "..embedded..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.sql..", "javax.sql..", "org.jdbi..", "org.flywaydb.."));

  @ArchTest
  static final ArchRule onlySearchKnowsLucene = only("..storage.search..", "org.apache.lucene..");

  @ArchTest
  static final ArchRule codecKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage("..storage.codec..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.kafka..",
                  "..storage.blob..",
                  "..storage.catalogue..",
                  "..storage.search.."));

  private static ArchRule only(String owner, String... libraries) {
    return noClasses()
        .that(resideInAPackage("io.parley..").and(notIn(owner)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }

  private static DescribedPredicate<JavaClass> notIn(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }
}
