package dev.steno.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a process's folder. */
class FolderTest {

  @TempDir private Path dir;

  private interface Step {
    void run() throws IOException;
  }

  /** The files of this machine; after a lock is opened, something happens before it is locked. */
  private static Disk afterOpen(Step step) {
    Disk real = new RealDisk();
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(real, arguments);
                if (method.getName().equals("open")) {
                  step.run();
                }
                return result;
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  @Test
  void aLockThatIsReplacedMeanwhileHoldsNothing() throws IOException {
    Path path = Files.createDirectories(dir.resolve("1-0000000000000001"));
    Path lock = Files.createFile(path.resolve(Folder.LOCK));
    Disk replacing =
        afterOpen(
            () -> {
              Files.move(lock, dir.resolve("before"));
              Files.createFile(lock);
            });
    assertThat(Folder.take(replacing, path)).isNull();
    Folder taken = Folder.take(new RealDisk(), path);
    assertThat(taken).isNotNull();
    taken.release();
  }

  @Test
  void aLockThatIsTakenAwayMeanwhileHoldsNothing() throws IOException {
    Path path = Files.createDirectories(dir.resolve("1-0000000000000001"));
    Path lock = Files.createFile(path.resolve(Folder.LOCK));
    assertThat(Folder.take(afterOpen(() -> Files.delete(lock)), path)).isNull();
  }
}
