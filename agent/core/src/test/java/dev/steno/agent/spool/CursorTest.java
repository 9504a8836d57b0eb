package dev.steno.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A place that is written survives, whatever happens to the next one. */
class CursorTest {
  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();

  private Path file() {
    return folder.resolve("a.cursor");
  }

  private long read() throws IOException {
    Cursor again = Cursor.open(files, file());
    again.close();
    return again.done();
  }

  @Test
  void itGoesOnAndNeverBack() throws IOException {
    Cursor cursor = Cursor.create(files, file(), 0);
    assertThat(read()).isZero();
    for (long done = 1; done < 10; done++) {
      cursor.moveTo(done);
      assertThat(read()).isEqualTo(done);
      cursor.moveTo(done - 1);
      assertThat(cursor.done()).isEqualTo(done);
      assertThat(read()).isEqualTo(done);
    }
    assertThat(file()).hasSize(32);
  }

  @Test
  void aTornSlotLeavesTheOne() throws IOException {
    Cursor cursor = Cursor.create(files, file(), 3);
    for (long done = 4; done < 10; done++) {
      long next = done;
      files.fail((operation, index) -> operation == FaultyFiles.Operation.WRITE);
      assertThatThrownBy(() -> cursor.moveTo(next + 1_000_000)).isInstanceOf(IOException.class);
      assertThat(read()).isEqualTo(done - 1);
      files.fail(FaultyFiles.NONE);
      Cursor again = Cursor.open(files, file());
      again.moveTo(done);
      again.close();
      assertThat(read()).isEqualTo(done);
      cursor.moveTo(done);
    }
  }

  @Test
  void anyByteThatChangesLeavesOneOfTheLastTwo() throws IOException {
    Cursor cursor = Cursor.create(files, file(), 0);
    cursor.moveTo(1_000);
    cursor.moveTo(2_000);
    byte[] bytes = Files.readAllBytes(file());
    for (int i = 0; i < 28; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 4;
      Files.write(file(), changed);
      assertThat(read()).isIn(1_000L, 2_000L);
    }
  }
}
