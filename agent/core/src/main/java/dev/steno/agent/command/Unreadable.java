package dev.steno.agent.command;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Why a file or a folder could not be read, in words for a person, and what to do about it. */
final class Unreadable {
  private Unreadable() {}

  /** {@code path} is what was to be read, where the failure does not know it. */
  static String why(Path path, IOException failure) {
    String named = failure instanceof FileSystemException one ? one.getFile() : null;
    String what = named == null ? path.toString() : named;
    if (failure instanceof AccessDeniedException) {
      return what + " may not be read by this user";
    }
    if (failure instanceof NotDirectoryException) {
      return what + " is no folder";
    }
    if (failure instanceof NoSuchFileException) {
      return what + " is not there any more";
    }
    if (failure instanceof CharacterCodingException) {
      return what + " is no text";
    }
    return what + " cannot be read: " + cause(failure);
  }

  private static @Nullable String cause(IOException failure) {
    String reason =
        failure instanceof FileSystemException one ? one.getReason() : failure.getMessage();
    return reason == null ? failure.toString() : reason;
  }

  static String remedy(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "do this as the user who owns it";
    }
    return "look whether that is what it should be: the folder is the one that steno.dir is set"
        + " to, and all in it is Steno's";
  }
}
