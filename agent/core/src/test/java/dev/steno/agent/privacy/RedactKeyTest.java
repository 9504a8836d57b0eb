package dev.steno.agent.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key that pseudonyms are made with. */
class RedactKeyTest {
  private final List<String> problems = new ArrayList<>();

  @TempDir Path folder;

  private byte[] key(Path dir) {
    return new RedactKey("", dir.toString(), problems::add).get();
  }

  @Test
  void isKeptForItsOwnerAlone() throws IOException {
    Path dir = folder.resolve("steno");
    byte[] key = key(dir);
    assertThat(key).hasSize(32);
    assertThat(key(dir)).as("of the next process").isEqualTo(key);
    assertThat(permissions(dir)).isEqualTo("rwx------");
    assertThat(permissions(dir.resolve("redact-key"))).isEqualTo("rw-------");
    try (var files = Files.list(dir)) {
      assertThat(files).hasSize(1);
    }
    assertThat(problems).isEmpty();
  }

  @Test
  void isTheUsersWhereThereIsOne() {
    assertThat(new RedactKey("given", folder.toString(), problems::add).get())
        .asString()
        .isEqualTo("given");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileThatOthersMayReadIsNotTaken() throws IOException {
    byte[] key = key(folder);
    Files.setPosixFilePermissions(
        folder.resolve("redact-key"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(key(folder)).isNotEqualTo(key);
    assertThat(problems).hasSize(1);
  }

  @Test
  void aFolderThatOthersMayWriteToIsNotTaken() throws IOException {
    Path dir = Files.createDirectory(folder.resolve("all"));
    byte[] key = key(dir);
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(key(dir)).isNotEqualTo(key);
    assertThat(problems).hasSize(1);
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    Files.writeString(elsewhere, "ab".repeat(32));
    Files.createSymbolicLink(folder.resolve("redact-key"), elsewhere);
    assertThat(key(folder)).isNotEqualTo(key(folder));
    assertThat(problems).hasSize(2);
  }

  @Test
  void withoutAFolderThereIsOneInMemory() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(key(file)).hasSize(32);
    assertThat(problems).singleElement().asString().contains("steno.redact.key");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
