package dev.steno.smoke.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;

/** What it costs to take an interaction to each destination, which is a server on this machine. */
final class Exporting {
  private static final int WARM_UP = 4_000;
  private static final int CALLS = 10_000;
  private static final double NANOS_IN_A_SECOND = 1e9;
  private static final double NANOS_IN_A_MICRO = 1e3;

  private Exporting() {}

  /** A table in Markdown. */
  static String table(File jar, Path recordings) throws IOException {
    // Or else it waits for the client's acknowledgement, 40 ms, between an answer's head and body.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(
        Executors.newCachedThreadPool(
            job -> {
              Thread thread = new Thread(job);
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", Exporting::answer);
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      StringBuilder table = new StringBuilder("\n| exporter | interactions a second | ");
      table.append("CPU of the process, an interaction |\n|---|---|---|\n");
      for (Map.Entry<String, List<String>> one : settings(address, recordings).entrySet()) {
        System.out.println("measuring the exporter " + one.getKey());
        List<String> agent = new ArrayList<>(one.getValue());
        if (!agent.isEmpty()) {
          agent.add(0, "-javaagent:" + jar);
        }
        table.append(row(one.getKey(), agent));
      }
      return table.toString();
    } finally {
      server.stop(0);
    }
  }

  private static Map<String, List<String>> settings(String address, Path recordings) {
    String file = "-Dsteno.file.dir=" + recordings;
    Map<String, List<String>> settings = new LinkedHashMap<>();
    settings.put("without the agent", List.of());
    settings.put("file", List.of("-Dsteno.exporters=file", file));
    settings.put(
        "agnost",
        List.of(
            "-Dsteno.exporters=agnost",
            "-Dsteno.agnost.org-id=3f0e8c1a-5b7d-4c2e-9a61-0d4f7b8e2c35",
            "-Dsteno.agnost.endpoint=" + address));
    for (String protocol : List.of("ingest", "legacy")) {
      settings.put(
          "agentsight, " + protocol,
          List.of(
              "-Dsteno.exporters=agentsight",
              "-Dsteno.agentsight.api-key=ags_0123456789abcdef0123456789abcdef_012345",
              "-Dsteno.agentsight.protocol=" + protocol,
              "-Dsteno.agentsight.endpoint=" + address));
    }
    settings.put(
        "mindlytics",
        List.of(
            "-Dsteno.exporters=mindlytics",
            "-Dsteno.mindlytics.api-key=key",
            "-Dsteno.mindlytics.project-id=project",
            "-Dsteno.mindlytics.endpoint=" + address));
    settings.put(
        "otlp, http/protobuf",
        List.of(
            "-Dsteno.exporters=otlp",
            "-Dsteno.otlp.signals=traces",
            "-Dsteno.otlp.endpoint=" + address));
    return settings;
  }

  private static String row(String name, List<String> agent) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(agent);
    command.add("-Xmx1g");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Exported.class.getName());
    command.add(String.valueOf(WARM_UP));
    command.add(String.valueOf(CALLS));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String took = said.strip();
    int space = took.indexOf(' ');
    if (space < 0) {
      throw new IOException(name + " was not measured: " + said);
    }
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %.0f µs |%n",
        name,
        CALLS / (Long.parseLong(took.substring(0, space)) / NANOS_IN_A_SECOND),
        Long.parseLong(took.substring(space + 1)) / NANOS_IN_A_MICRO / CALLS);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      // No OTLP response, of which all fields may be left out.
      boolean isOtlp = exchange.getRequestURI().getPath().startsWith("/v1/");
      byte[] body =
          isOtlp
              ? new byte[0]
              : "{\"id\": 7, \"capabilities\": []}".getBytes(StandardCharsets.UTF_8);
      exchange
          .getResponseHeaders()
          .set("Content-Type", isOtlp ? "application/x-protobuf" : "application/json");
      exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
