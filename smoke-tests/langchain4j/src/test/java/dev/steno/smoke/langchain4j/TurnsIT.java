package dev.steno.smoke.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Turns of AI services go unnoticed, and are recorded whole. */
class TurnsIT {
  @ParameterizedTest
  @MethodSource("dev.steno.smoke.langchain4j.Version#tested")
  void goUnnoticed(Version version) {
    Runs.watched(version).assertSameAs(Runs.plain(version));
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.langchain4j.Version#tested")
  void areRecorded(Version version) {
    Runs run = Runs.watched(version);
    Map<String, String> expected = Golden.of(version);
    SoftAssertions softly = new SoftAssertions();
    for (String shape : run.transcripts().keySet()) {
      if (!shape.startsWith("parallel")) {
        softly
            .assertThat(Outline.of(run.records(shape)))
            .as("records of %s", shape)
            .isEqualTo(expected.getOrDefault(shape, "nothing is expected"));
      }
    }
    softly.assertAll();
  }

  @ParameterizedTest
  @MethodSource("dev.steno.smoke.langchain4j.Version#tested")
  void areAllThatIsRecorded(Version version) {
    Runs run = Runs.watched(version);
    assertThat(run.result().interactions())
        .allSatisfy(line -> assertThat(run.transcripts()).containsKey(Runs.shapeOf(line)));
  }
}
