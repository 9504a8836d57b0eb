package dev.steno.smoke.httpurlconnection;

import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What only this client has: its ways to write a body, to ask for an answer, and to leave it. */
final class HttpUrlConnectionShapes {
  private HttpUrlConnectionShapes() {}

  static Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("chunked", HttpUrlConnectionShapes::chunked);
    shapes.put("written-in-parts", HttpUrlConnectionShapes::writtenInParts);
    shapes.put("streamed-in-parts", HttpUrlConnectionShapes::streamedInParts);
    shapes.put("too-little-written", HttpUrlConnectionShapes::tooLittleWritten);
    shapes.put("get-with-body", HttpUrlConnectionShapes::getWithBody);
    shapes.put("header-first", HttpUrlConnectionShapes::headerFirst);
    shapes.put("read-by-halves", HttpUrlConnectionShapes::readByHalves);
    shapes.put("output-after-input", HttpUrlConnectionShapes::outputAfterInput);
    shapes.put("status-only", HttpUrlConnectionShapes::statusOnly);
    shapes.put("error-unread", HttpUrlConnectionShapes::errorUnread);
    return shapes;
  }

  private static HttpURLConnection connection(Model model, String name) throws IOException {
    return connection(model.chat(name));
  }

  private static HttpURLConnection connection(Request request) throws IOException {
    HttpURLConnection connection = HttpUrlConnectionDriver.of(request);
    connection.setDoOutput(true);
    return connection;
  }

  private static void write(HttpURLConnection connection, byte[] bytes) throws IOException {
    try (OutputStream out = connection.getOutputStream()) {
      out.write(bytes);
    }
  }

  private static void tell(HttpURLConnection connection, Transcript out) throws IOException {
    try (InputStream in = connection.getInputStream()) {
      out.fact("text", new String(in.readAllBytes(), StandardCharsets.UTF_8));
      out.facts(HttpUrlConnectionDriver.facts(connection));
    }
  }

  private static void chunked(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    connection.setChunkedStreamingMode(16);
    write(connection, request.content().take());
    tell(connection, out);
  }

  private static void writtenInParts(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    inParts(connection, request.content().take(), out);
    tell(connection, out);
  }

  private static void streamedInParts(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    connection.setFixedLengthStreamingMode((long) request.content().length());
    inParts(connection, request.content().take(), out);
    tell(connection, out);
  }

  /** Byte by byte, array by array, by a stream that is asked for again, and left open. */
  private static void inParts(HttpURLConnection connection, byte[] bytes, Transcript out)
      throws IOException {
    OutputStream stream = connection.getOutputStream();
    out.fact("same stream to write to", stream == connection.getOutputStream());
    stream.write(bytes[0]);
    connection.getOutputStream().write(bytes, 1, 10);
    stream.flush();
    stream.write(bytes, 11, bytes.length - 11);
  }

  private static void tooLittleWritten(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    connection.setFixedLengthStreamingMode(request.content().length() + 1);
    try {
      write(connection, request.content().take());
    } catch (IOException e) {
      out.thrown(e);
    }
    tell(connection, out);
  }

  private static void getWithBody(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    connection.setRequestMethod("GET");
    write(connection, request.content().take());
    tell(connection, out);
    out.fact("method", connection.getRequestMethod());
  }

  private static void headerFirst(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    write(connection, request.content().take());
    out.fact("type", connection.getContentType());
    out.fact("status line", connection.getHeaderField(0));
    tell(connection, out);
  }

  private static void readByHalves(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    write(connection, request.content().take());
    byte[] half = connection.getInputStream().readNBytes(300);
    out.fact("half", new String(half, StandardCharsets.UTF_8));
    tell(connection, out);
  }

  private static void outputAfterInput(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    write(connection, request.content().take());
    tell(connection, out);
    connection.getOutputStream();
  }

  private static void statusOnly(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    HttpURLConnection connection = connection(request);
    write(connection, request.content().take());
    out.fact("status", connection.getResponseCode());
    connection.disconnect();
    out.fact("status after", connection.getHeaderField(0));
  }

  private static void errorUnread(Model model, Transcript out) throws IOException {
    Request request = model.chat("rate-limited");
    HttpURLConnection connection = connection(model, "rate-limited");
    write(connection, request.content().take());
    try {
      connection.getInputStream();
    } catch (IOException e) {
      out.thrown(e);
    }
    out.fact("status", connection.getResponseCode());
    connection.disconnect();
  }
}
