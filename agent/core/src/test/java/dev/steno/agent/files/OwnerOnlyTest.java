package dev.steno.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody else reads what is made, and nobody else prepared where it is made. */
class OwnerOnlyTest {
  @TempDir Path home;

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private Path folder(String name, String rights) throws IOException {
    Path folder = Files.createDirectory(home.resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
    return folder;
  }

  @Test
  void foldersAndFilesAreForTheOwnerAlone() throws IOException {
    Path folder = home.resolve("steno/spool");
    OwnerOnly.folder(folder);
    assertThat(rights(folder)).isEqualTo("rwx------");
    assertThat(rights(folder.getParent())).isEqualTo("rwx------");
    Path file = folder.resolve("file");
    OwnerOnly.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE).close();
    assertThat(rights(file)).isEqualTo("rw-------");
    OwnerOnly.folder(folder);
  }

  @Test
  void aFolderOfTheUserIsTakenAsItIs() throws IOException {
    Path folder = folder("mine", "rwxr-xr-x");
    OwnerOnly.folder(folder);
    assertThat(rights(folder)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws IOException {
    Path group = folder("group", "rwxrwxr-x");
    assertThatThrownBy(() -> OwnerOnly.folder(group))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "%s can be written to by others (rwxrwxr-x): chmod go-w %s".formatted(group, group));
    Path all = folder("all", "rwx---rwx");
    assertThatThrownBy(() -> OwnerOnly.folder(all)).hasMessageContaining("chmod go-w");
  }

  @Test
  void aFolderOfSomebodyElseIsRefused() throws IOException {
    Path folder = folder("theirs", "rwx------");
    assumeTrue(isGivenAway(folder), "only root gives folders away");
    assertThatThrownBy(() -> OwnerOnly.folder(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(folder + " belongs to ")
        .hasMessageEndingWith("name a folder of your own, or one in there that does not exist yet");
    Path link = Files.createSymbolicLink(home.resolve("link"), folder);
    assertThatThrownBy(() -> OwnerOnly.folder(link)).hasMessageContaining("is a symbolic link to");
  }

  private static boolean isGivenAway(Path folder) {
    try {
      Files.setAttribute(folder, "unix:uid", 65_534);
      return true;
    } catch (IOException notRoot) {
      return false;
    }
  }

  @Test
  void aLinkOfTheUserToAFolderOfTheUserIsFollowed() throws IOException {
    Path folder = folder("disk2", "rwx------");
    Path link = Files.createSymbolicLink(home.resolve("link"), folder);
    OwnerOnly.folder(link);
    OwnerOnly.folder(link.resolve("spool"));
    assertThat(folder.resolve("spool")).isDirectory();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThatThrownBy(() -> OwnerOnly.folder(link)).hasMessageContaining("chmod go-w");
  }

  @Test
  void aLinkOfSomebodyElseIsRefused() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(home.resolve("link"), folder("mine", "rwx------"));
    Process chown =
        new ProcessBuilder("chown", "-h", "65534", link.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assumeTrue(chown.waitFor() == 0, "only root gives links away");
    assertThatThrownBy(() -> OwnerOnly.folder(link)).hasMessageContaining("belongs to");
  }

  @Test
  void aFileIsNeverOpenedThroughALink() throws IOException {
    Path notes = Files.writeString(home.resolve("notes"), "mine");
    Path link = Files.createSymbolicLink(home.resolve("link"), notes);
    assertThatThrownBy(() -> OwnerOnly.open(link, StandardOpenOption.WRITE))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () -> OwnerOnly.open(link, StandardOpenOption.CREATE, StandardOpenOption.WRITE))
        .isInstanceOf(IOException.class);
    assertThat(notes).hasContent("mine");
  }

  @Test
  void aFileWhereTheFolderShouldBeIsNamed() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    assertThatThrownBy(() -> OwnerOnly.folder(file))
        .hasMessage(file + " is no folder: move it away");
  }
}
