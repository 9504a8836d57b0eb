package dev.steno.agent.command;

import java.util.List;
import java.util.Locale;

/** What the libraries are called for which there are instrumentations, by their packages. */
final class Libraries {
  static final List<String> ALL =
      List.of(
          "apache-httpclient-4",
          "apache-httpclient-5",
          "http-url-connection",
          "java-concurrent",
          "java-http-client",
          "langchain4j",
          "langchain4j-0",
          "langchain4j-agentic",
          "log4j-context",
          "okhttp",
          "openai-java",
          "opentelemetry-api",
          "reactor",
          "servlet",
          "slf4j-mdc",
          "spring-webclient",
          "spring-webflux",
          "steno-api");

  private Libraries() {}

  /** The library of an instrumentation's package, by the package's last part. */
  static String name(String ofPackage) {
    for (String name : ALL) {
      String plain = name.replace("-", "").toLowerCase(Locale.ROOT);
      if (plain.equals(ofPackage) || plain.equals(ofPackage + "java")) {
        return name;
      }
    }
    return ofPackage;
  }
}
