package dev.steno.premain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Steno refuses to start, and that its first classes load on a JVM of any age. */
class PremainTest {
  private static final int JAVA_8_CLASS_FILE = 52;

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "9", "11", "16", "not a number"})
  @NullSource
  void anOldOrUnknownJavaIsRefused(String version) {
    assertThat(Premain.refusal(version, "app.jar", false))
        .contains("Java 17")
        .contains("runs without");
  }

  @ParameterizedTest
  @ValueSource(strings = {"17", "21", "25", "26"})
  void aNewEnoughJavaIsNot(String version) {
    assertThat(Premain.refusal(version, "app.jar", false)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "jdk.compiler/com.sun.tools.javac.Main Foo.java, true",
    "java.base/sun.security.tools.keytool.Main -list, true",
    "jdk.jcmd/sun.tools.jps.Jps, true",
    "sun.tools.jps.Jps, true",
    "jdk.compiler/com.sun.tools.javac.launcher.Main App.java, false",
    "app.jar --server, false",
    "com.example.jdk.Main, false",
    "my.module/com.example.Main, false"
  })
  void aToolOfTheJdkIsNotAnApplication(String command, boolean refused) {
    assertThat(Premain.refusal("17", command, false) != null).isEqualTo(refused);
  }

  @Test
  void aSecondAttachIsRefused() {
    assertThat(Premain.refusal("17", "app.jar", true)).contains("already");
  }

  @ParameterizedTest
  @ValueSource(classes = {Premain.class, AgentLoader.class, Main.class})
  void theFirstClassesAreJava8(Class<?> type) throws IOException {
    try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class");
        DataInputStream data = new DataInputStream(in)) {
      data.readInt();
      data.readUnsignedShort();
      assertThat(data.readUnsignedShort()).isEqualTo(JAVA_8_CLASS_FILE);
    }
  }
}
