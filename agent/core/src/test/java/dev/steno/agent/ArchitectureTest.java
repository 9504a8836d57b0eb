package dev.steno.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.steno.agent");

  private static void holds(ArchRule rule) {
    rule.check(AGENT);
  }

  private static ArchRule onlyKnows(String packages, String... allowed) {
    String[] known = new String[allowed.length + 3];
    known[0] = packages;
    known[1] = "java..";
    known[2] = "org.jspecify..";
    System.arraycopy(allowed, 0, known, 3, allowed.length);
    return classes()
        .that()
        .resideInAPackage(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(known);
  }

  @Test
  void onlyTheWeaverKnowsByteCode() {
    holds(
        noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Weaver")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.objectweb.asm.."));
  }

  @Test
  void recordsKnowNothing() {
    holds(onlyKnows("dev.steno.agent.model"));
  }

  @Test
  void whatInstrumentationsAreWrittenAgainstKnowsNothing() {
    holds(onlyKnows("dev.steno.agent.spi"));
  }

  @Test
  void readersKnowRecordsAndJsonOnly() {
    holds(
        onlyKnows("dev.steno.agent.wire", "dev.steno.agent.model", "com.fasterxml.jackson.core.."));
  }

  @Test
  void pricingKnowsRecordsAndJsonOnly() {
    holds(
        onlyKnows(
            "dev.steno.agent.pricing",
            "dev.steno.agent.model",
            "dev.steno.agent.health",
            "dev.steno.agent.wire",
            "com.fasterxml.jackson.core.."));
  }

  @Test
  void privacyKnowsRecordsAndTheirRulesOnly() {
    holds(
        onlyKnows(
            "dev.steno.agent.privacy",
            "dev.steno.agent.model",
            "dev.steno.agent.config",
            "dev.steno.agent.files",
            "dev.steno.agent.health",
            "com.google.re2j..",
            "javax.crypto.."));
  }

  @Test
  void filesKnowNothing() {
    holds(onlyKnows("dev.steno.agent.files"));
  }

  @Test
  void weavingKnowsNothingOfCalls() {
    holds(
        onlyKnows(
            "dev.steno.agent.weave",
            "dev.steno.agent.spi",
            "dev.steno.agent.health",
            "org.objectweb.asm.."));
  }

  @Test
  void captureWritesNothing() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.steno.agent.capture")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.steno.agent.export..", "java.nio.file..", "com.fasterxml.jackson.."));
  }

  @Test
  void exportersKnowNoCapture() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("dev.steno.agent.export..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.steno.agent.capture", "dev.steno.agent.queue", "dev.steno.agent.weave"));
  }

  @Test
  void packagesHaveNoCycles() {
    holds(slices().matching("dev.steno.agent.(*)..").should().beFreeOfCycles());
  }
}
