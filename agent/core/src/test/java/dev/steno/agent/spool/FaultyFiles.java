package dev.steno.agent.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real files, of which operations fail when asked to. */
final class FaultyFiles implements Disk {
  /** What can fail. */
  enum Operation {
    FOLDER,
    CREATE,
    OPEN,
    WRITE,
    TRUNCATE,
    FORCE,
    READ,
    DELETE,
    LIST
  }

  /** Decides of each operation whether it fails. */
  interface Fault {
    boolean hits(Operation operation, int index);
  }

  static final Fault NONE = (operation, index) -> false;

  private final Disk real = new RealDisk();
  private final List<Open> opened = new ArrayList<>();
  private Fault fault = NONE;
  private int index;
  private int hits;
  private long free = Long.MAX_VALUE / 2;

  synchronized void fail(Fault next) {
    fault = next;
    index = 0;
  }

  /** From now on so many bytes are free. */
  synchronized void free(long bytes) {
    free = bytes;
  }

  /** How many operations failed. */
  synchronized int hits() {
    return hits;
  }

  /** As when the process is killed. */
  synchronized void crash(Path root) throws IOException {
    for (Open file : opened) {
      file.close();
    }
    opened.clear();
    Folder.HELD.removeIf(path -> path.startsWith(root));
  }

  private synchronized boolean isHit(Operation operation) {
    boolean hit = fault.hits(operation, index++);
    hits += hit ? 1 : 0;
    return hit;
  }

  private void pass(Operation operation, Path path) throws IOException {
    if (isHit(operation)) {
      throw failure(path);
    }
  }

  private static IOException failure(Path path) {
    return new FileSystemException(path.toString(), null, "No space left on device");
  }

  private synchronized Open faulty(Open file, Path path) {
    Open faulty = new Faulty(file, path);
    opened.add(faulty);
    return faulty;
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    pass(Operation.FOLDER, folder);
    real.createFolder(folder);
  }

  @Override
  public Open create(Path file) throws IOException {
    pass(Operation.CREATE, file);
    return faulty(real.create(file), file);
  }

  @Override
  public Open open(Path file) throws IOException {
    pass(Operation.OPEN, file);
    return faulty(real.open(file), file);
  }

  @Override
  public void delete(Path path) throws IOException {
    pass(Operation.DELETE, path);
    real.delete(path);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    pass(Operation.LIST, folder);
    return real.list(folder);
  }

  @Override
  public long size(Path file) throws IOException {
    return real.size(file);
  }

  @Override
  public Object key(Path path) throws IOException {
    return real.key(path);
  }

  @Override
  public synchronized long free(Path path) {
    return free;
  }

  @Override
  public long capacity(Path path) {
    return 1L << 40;
  }

  /** An open file that fails; a write leaves half of its bytes then. */
  private final class Faulty implements Open {
    private final Open file;
    private final Path path;

    Faulty(Open file, Path path) {
      this.file = file;
      this.path = path;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      pass(Operation.READ, path);
      return file.read(into, position);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      if (!isHit(Operation.WRITE)) {
        return file.write(from, position);
      }
      int half = from.remaining() / 2;
      ByteBuffer some = from.slice().limit(half);
      while (some.hasRemaining()) {
        file.write(some, position + some.position());
      }
      if (half > 0 && from.remaining() % 3 == 0) {
        from.position(from.position() + half);
        return half; // short, and no failure
      }
      throw failure(path);
    }

    @Override
    public void truncate(long size) throws IOException {
      pass(Operation.TRUNCATE, path);
      file.truncate(size);
    }

    @Override
    public void force() throws IOException {
      pass(Operation.FORCE, path); // and takes no time: no machine goes down here
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public boolean lock() throws IOException {
      return file.lock();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
