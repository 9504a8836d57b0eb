package dev.steno.agent.export.mindlytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A random id, the same for all of one home. */
class DeviceIdTest {
  @TempDir private Path home;

  @Test
  void itIsKeptForItsOwnerAlone() throws IOException {
    Path file = home.resolve(".steno/device-id");
    DeviceId first = new DeviceId(file);
    assertThat(file).doesNotExist();
    String id = first.get();
    assertThat(UUID.fromString(id).version()).isEqualTo(4);
    assertThat(first.get()).isEqualTo(id);
    assertThat(new DeviceId(file).get()).isEqualTo(id);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void allThatBeginTogetherHaveTheSame() throws InterruptedException {
    Path file = home.resolve("device-id");
    Set<String> ids = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      threads.add(new Thread(() -> ids.add(new DeviceId(file).get())));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(ids).hasSize(1);
  }

  @Test
  void whereNothingCanBeWrittenItIsInMemory() throws IOException {
    Path file = Files.createFile(home.resolve("no-folder"));
    DeviceId id = new DeviceId(file.resolve("device-id"));
    assertThat(UUID.fromString(id.get()).version()).isEqualTo(4);
    assertThat(id.get()).isEqualTo(id.get());
  }

  @Test
  void aFileOfSomethingElseIsLeftAlone() throws IOException {
    Path file = Files.writeString(home.resolve("device-id"), "my notes " + "x".repeat(1_000));
    assertThat(UUID.fromString(new DeviceId(file).get()).version()).isEqualTo(4);
    assertThat(file).content().startsWith("my notes");
    Files.writeString(file, "no uuid");
    assertThat(new DeviceId(file).get()).isNotEqualTo(new DeviceId(file).get());
    assertThat(file).hasContent("no uuid");
  }
}
