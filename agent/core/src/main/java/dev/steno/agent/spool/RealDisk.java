package dev.steno.agent.spool;

import dev.steno.agent.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The files of this machine. */
final class RealDisk implements Disk {
  @Override
  public void createFolder(Path folder) throws IOException {
    OwnerOnly.createFolder(folder);
  }

  @Override
  public Open create(Path file) throws IOException {
    FileChannel channel =
        OwnerOnly.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new RealFile(file, key(file), channel);
  }

  @Override
  public Open open(Path file) throws IOException {
    FileChannel channel = OwnerOnly.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new RealFile(file, key(file), channel);
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public List<Path> list(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path one : all) {
        found.add(one);
      }
    } catch (java.nio.file.DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    return found;
  }

  @Override
  public long size(Path file) throws IOException {
    return Files.size(file);
  }

  @Override
  public Object key(Path path) throws IOException {
    Object key =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
    return key == null ? path : key;
  }

  @Override
  public long free(Path path) throws IOException {
    return Files.getFileStore(path).getUsableSpace();
  }

  @Override
  public long capacity(Path path) throws IOException {
    return Files.getFileStore(path).getTotalSpace();
  }

  /** An interrupt of the thread that uses a channel closes it: it is opened again then. */
  private final class RealFile implements Open {
    /** The JDK keeps a buffer as large as what was transferred, for each thread. */
    private static final int MOST_AT_ONCE = 1 << 18;

    private static final int MOST_TRIES = 5;

    private final Path path;
    private final Object key;
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealFile(Path path, Object key, FileChannel channel) {
      this.path = path;
      this.key = key;
      this.channel = channel;
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return transfer(into, position, false);
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      return transfer(from, position, true);
    }

    private int transfer(ByteBuffer bytes, long position, boolean write) throws IOException {
      int start = bytes.position();
      int limit = bytes.limit();
      bytes.limit(Math.min(limit, start + MOST_AT_ONCE));
      try {
        for (int tries = 1; ; tries++) {
          FileChannel now = channel;
          try {
            return write ? now.write(bytes, position) : now.read(bytes, position);
          } catch (ClosedChannelException interrupted) {
            bytes.position(start);
            reopen(now, tries, interrupted);
          }
        }
      } finally {
        bytes.limit(limit);
      }
    }

    private synchronized void reopen(FileChannel broken, int tries, ClosedChannelException why)
        throws IOException {
      if (closed || tries >= MOST_TRIES) {
        throw why;
      }
      Thread.interrupted();
      if (broken == channel) {
        FileChannel again = OwnerOnly.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!key.equals(key(path))) {
          again.close();
          throw why;
        }
        channel = again;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      for (int tries = 1; ; tries++) {
        FileChannel now = channel;
        try {
          now.truncate(size);
          return;
        } catch (ClosedChannelException interrupted) {
          reopen(now, tries, interrupted);
        }
      }
    }

    @Override
    public void force() throws IOException {
      for (int tries = 1; ; tries++) {
        FileChannel now = channel;
        try {
          now.force(false);
          return;
        } catch (ClosedChannelException interrupted) {
          reopen(now, tries, interrupted);
        }
      }
    }

    @Override
    public long size() throws IOException {
      for (int tries = 1; ; tries++) {
        FileChannel now = channel;
        try {
          return now.size();
        } catch (ClosedChannelException interrupted) {
          reopen(now, tries, interrupted);
        }
      }
    }

    @Override
    public boolean lock() throws IOException {
      try {
        return channel.tryLock() != null;
      } catch (OverlappingFileLockException held) {
        return false;
      }
    }

    @Override
    public synchronized void close() throws IOException {
      closed = true;
      channel.close();
    }
  }
}
