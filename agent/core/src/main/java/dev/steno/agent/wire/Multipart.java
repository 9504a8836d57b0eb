package dev.steno.agent.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a {@code multipart/form-data} body as its bytes come: fields as text, files as digests. */
final class Multipart {
  private static final int MAX_HEADERS = 8 * 1024;
  private static final int MAX_PARTS = 256;
  private static final int CHUNK = 4 * 1024;

  private enum In {
    BODY,
    AFTER_DELIMITER,
    HEADERS,
    END
  }

  private final byte[] delimiter;
  private final Budget budget;
  private final Map<String, @Nullable Object> tree = new LinkedHashMap<>();
  private final byte[] chunk = new byte[CHUNK];
  private int chunkSize;
  private In in = In.BODY;
  // As if a line had ended before the first byte: the first delimiter needs none.
  private int matched = 2;
  private int afterDelimiter;
  private Bytes headers = new Bytes(MAX_HEADERS);
  private int newLines;
  private int parts;
  private boolean truncated;

  private @Nullable String name;
  private @Nullable String fileName;
  private @Nullable String mimeType;
  private @Nullable Digest file;
  private @Nullable Bytes field;

  Multipart(String contentType, Budget budget) {
    delimiter = ("\r\n--" + boundary(contentType)).getBytes(StandardCharsets.ISO_8859_1);
    this.budget = budget;
  }

  static boolean is(@Nullable String contentType) {
    return contentType != null
        && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
  }

  private static String boundary(String contentType) {
    String boundary = parameter(contentType, "boundary");
    return boundary == null ? "" : boundary;
  }

  void feed(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      switch (in) {
        case BODY -> body(bytes[i]);
        case AFTER_DELIMITER -> afterDelimiter(bytes[i]);
        case HEADERS -> headers(bytes[i]);
        case END -> {
          return;
        }
      }
    }
  }

  private void body(byte b) {
    if (b == delimiter[matched]) {
      if (++matched == delimiter.length) {
        endPart();
        matched = 0;
        afterDelimiter = 0;
        in = In.AFTER_DELIMITER;
      }
      return;
    }
    // Only the delimiter's first byte is a carriage return: no match can begin inside another.
    for (int i = 0; i < matched; i++) {
      content(delimiter[i]);
    }
    matched = b == delimiter[0] ? 1 : 0;
    if (matched == 0) {
      content(b);
    }
  }

  private void afterDelimiter(byte b) {
    if (b == '-' && ++afterDelimiter == 2) {
      in = In.END;
    } else if (b == '\n') {
      headers = new Bytes(MAX_HEADERS);
      newLines = 1;
      in = In.HEADERS;
    }
  }

  private void headers(byte b) {
    headers.add(new byte[] {b}, 0, 1);
    if (b == '\n' && ++newLines == 2) {
      beginPart();
      in = In.BODY;
    } else if (b != '\n' && b != '\r') {
      newLines = 0;
    }
  }

  private void beginPart() {
    name = null;
    fileName = null;
    mimeType = null;
    for (String line : headers.text().split("\r?\n", -1)) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-disposition:")) {
        name = parameter(line, "name");
        fileName = parameter(line, "filename");
      } else if (lower.startsWith("content-type:")) {
        mimeType = line.substring("content-type:".length()).strip();
      }
    }
    if (fileName == null && (mimeType == null || isText(mimeType))) {
      field = new Bytes(budget.left());
    } else {
      file = new Digest();
    }
  }

  private static boolean isText(String mimeType) {
    String lower = mimeType.toLowerCase(Locale.ROOT);
    return lower.startsWith("text/") || lower.startsWith("application/json");
  }

  private void content(byte b) {
    chunk[chunkSize++] = b;
    if (chunkSize == CHUNK) {
      flush();
    }
  }

  private void flush() {
    if (file != null) {
      file.add(chunk, 0, chunkSize);
    } else if (field != null) {
      field.add(chunk, 0, chunkSize);
    }
    chunkSize = 0;
  }

  private void endPart() {
    flush();
    if (name != null && ++parts <= MAX_PARTS) {
      if (file != null) {
        put(name, fileTree(file.finish(mimeType)));
      } else if (field != null) {
        truncated |= field.full();
        put(name, field.text());
      }
    }
    name = null;
    file = null;
    field = null;
  }

  private Map<String, @Nullable Object> fileTree(Binary binary) {
    Map<String, @Nullable Object> fields = binary.toTree();
    if (fileName != null) {
      fields.put("filename", fileName);
    }
    return fields;
  }

  /** Puts a field; one that comes several times becomes a list. */
  private void put(String name, Object value) {
    if (!budget.take(Tree.cost(value) + Text.bytes(name))) {
      truncated = true;
      return;
    }
    Object before = tree.get(name);
    if (before instanceof List<?> list) {
      List<@Nullable Object> longer = new ArrayList<>(list);
      longer.add(value);
      tree.put(name, longer);
    } else if (before != null) {
      tree.put(name, List.of(before, value));
    } else {
      tree.put(name, value);
    }
  }

  /** A parameter of a header, quoted or not; null when it has none of that name. */
  private static @Nullable String parameter(String header, String parameter) {
    String start = parameter + "=";
    int at = 0;
    while ((at = header.indexOf(start, at)) >= 0) {
      if (at > 0 && (header.charAt(at - 1) == ' ' || header.charAt(at - 1) == ';')) {
        return value(header, at + start.length());
      }
      at += start.length();
    }
    return null;
  }

  private static String value(String header, int from) {
    boolean quoted = from < header.length() && header.charAt(from) == '"';
    int start = quoted ? from + 1 : from;
    int end = header.indexOf(quoted ? '"' : ';', start);
    return header.substring(start, end < 0 ? header.length() : end).strip();
  }

  /** The form, as a tree; a part that was not ended is not in it. */
  Map<String, @Nullable Object> finish() {
    truncated |= in != In.END;
    return tree;
  }

  boolean truncated() {
    return truncated;
  }
}
