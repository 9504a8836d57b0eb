package dev.steno.agent.export;

import dev.steno.agent.wire.Json;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What vendors' own SDKs sent, from {@code src/test/resources/captures}. */
public final class Captures {
  /**
   * A request of an SDK.
   *
   * @param headers by name in lower case
   * @param body a JSON tree, or null
   */
  public record Request(
      String method, String path, Map<String, String> headers, @Nullable Object body) {
    /** The body, an object. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> json() {
      return (Map<String, @Nullable Object>) Objects.requireNonNull(body);
    }
  }

  private Captures() {}

  /** The requests of one file: {@code agnost/begin_end}. */
  public static List<Request> requests(String name) {
    List<Request> requests = new ArrayList<>();
    for (String line : lines(name)) {
      Map<?, ?> tree = (Map<?, ?>) Objects.requireNonNull(Json.parseContainer(line));
      if (!tree.containsKey("_meta")) {
        Map<String, String> headers = new TreeMap<>();
        ((Map<?, ?>) Objects.requireNonNull(tree.get("headers")))
            .forEach(
                (header, value) ->
                    headers.put(
                        String.valueOf(header).toLowerCase(Locale.ROOT), String.valueOf(value)));
        requests.add(
            new Request(
                String.valueOf(tree.get("method")),
                String.valueOf(tree.get("path")),
                headers,
                tree.get("body")));
      }
    }
    return requests;
  }

  /** The names of a vendor's files, without their ending. */
  public static List<String> names(String vendor) {
    try (Stream<Path> files = Files.list(folder(vendor))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".json"))
          .map(file -> file.substring(0, file.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static List<String> lines(String name) {
    int slash = name.indexOf('/');
    Path file = folder(name.substring(0, slash)).resolve(name.substring(slash + 1) + ".json");
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.isBlank()).toList();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Path folder(String vendor) {
    URL folder = Objects.requireNonNull(Captures.class.getResource("/captures/" + vendor));
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
