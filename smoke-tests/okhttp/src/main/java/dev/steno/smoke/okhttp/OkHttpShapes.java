package dev.steno.smoke.okhttp;

import dev.steno.smoke.contract.Model;
import dev.steno.smoke.contract.Request;
import dev.steno.smoke.contract.Shape;
import dev.steno.smoke.contract.Transcript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** What only this client has: ways to read a body, its own kinds of body, interceptors. */
final class OkHttpShapes {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient client;

  OkHttpShapes(OkHttpClient client) {
    this.client = client;
  }

  Map<String, Shape> all() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("body-string", (model, out) -> whole(client, model.chat(Model.NAME), out));
    shapes.put("body-char-stream", this::charStream);
    shapes.put("body-source-lines", this::sourceLines);
    shapes.put("body-peeked", this::peeked);
    shapes.put("source-peeked", this::sourcePeeked);
    shapes.put("source-closed-twice", this::closedTwice);
    shapes.put("source-after-close", this::sourceAfterClose);
    shapes.put("content-text", this::text);
    shapes.put("content-file", this::file);
    shapes.put("interceptor-reads", this::interceptorReads);
    shapes.put("interceptor-retries", this::interceptorRetries);
    shapes.put("interceptor-calls", this::interceptorCalls);
    shapes.put("interceptor-throws", this::interceptorThrows);
    shapes.put("cancelled-reading", this::cancelledReading);
    shapes.put("call-timeout", this::callTimeout);
    return shapes;
  }

  private static void whole(OkHttpClient client, Request request, Transcript out)
      throws IOException {
    whole(client.newCall(OkHttpDriver.of(request).build()), out);
  }

  private static void whole(Call call, Transcript out) throws IOException {
    try (Response response = call.execute()) {
      out.facts(OkHttpDriver.facts(response));
      out.fact("text", response.body().string());
    }
  }

  private Response streamed(Model model, String name) throws IOException {
    return client.newCall(OkHttpDriver.of(model.rawStream(name)).build()).execute();
  }

  private void charStream(Model model, Transcript out) throws IOException {
    try (Response response = streamed(model, "slow");
        Reader reader = response.body().charStream()) {
      out.fact("same reader", response.body().charStream() == reader);
      new BufferedReader(reader).lines().forEach(line -> out.fact("line", line));
    }
  }

  private void sourceLines(Model model, Transcript out) throws IOException {
    try (Response response = streamed(model, "slow")) {
      BufferedSource source = response.body().source();
      while (!source.exhausted()) {
        out.fact("line", source.readUtf8Line());
      }
      out.fact("open", source.isOpen());
    }
  }

  private static void three(BufferedSource source, Transcript out) throws IOException {
    for (int i = 0; i < 3; i++) {
      out.fact("line", source.readUtf8Line());
    }
  }

  private void peeked(Model model, Transcript out) throws IOException {
    Call call = client.newCall(OkHttpDriver.of(model.chat(Model.NAME)).build());
    try (Response response = call.execute()) {
      out.fact("some", response.peekBody(20).string());
      out.fact("all", response.peekBody(1 << 20).string());
      out.fact("text", response.body().string());
    }
  }

  private void sourcePeeked(Model model, Transcript out) throws IOException {
    Call call = client.newCall(OkHttpDriver.of(model.chat(Model.NAME)).build());
    try (Response response = call.execute()) {
      BufferedSource source = response.body().source();
      out.fact("peeked", source.peek().readUtf8(20));
      out.fact("skipped", source.indexOf((byte) ','));
      out.fact("text", source.readString(StandardCharsets.UTF_8));
      out.fact("at the end", source.exhausted());
    }
  }

  private void closedTwice(Model model, Transcript out) throws IOException {
    Response response = streamed(model, "slow");
    BufferedSource source = response.body().source();
    three(source, out);
    source.close();
    response.close();
    out.fact("open", source.isOpen());
    try {
      out.fact("more", source.readUtf8Line());
    } catch (IllegalStateException e) {
      out.thrown(e);
    }
  }

  private void sourceAfterClose(Model model, Transcript out) throws IOException {
    Call call = client.newCall(OkHttpDriver.of(model.chat(Model.NAME)).build());
    Response response = call.execute();
    response.close();
    try {
      out.fact("read", response.body().byteStream().read());
    } catch (IOException | IllegalStateException e) {
      out.thrown(e);
    }
  }

  private void text(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    String text = new String(request.content().take(), StandardCharsets.UTF_8);
    whole(client.newCall(with(request, RequestBody.create(JSON, text))), out);
  }

  private void file(Model model, Transcript out) throws IOException {
    Request request = model.chat(Model.NAME);
    Path file = Files.createTempFile("content", ".json");
    Files.write(file, request.content().take());
    whole(client.newCall(with(request, RequestBody.create(JSON, file.toFile()))), out);
    Files.delete(file);
  }

  private static okhttp3.Request with(Request request, RequestBody body) {
    return OkHttpDriver.of(request).post(body).build();
  }

  private OkHttpClient with(Interceptor interceptor) {
    return client.newBuilder().addInterceptor(interceptor).build();
  }

  /** As an interceptor does that logs. */
  private void interceptorReads(Model model, Transcript out) throws IOException {
    Interceptor interceptor =
        chain -> {
          Response response = chain.proceed(chain.request());
          BufferedSource source = response.body().source();
          source.request(Long.MAX_VALUE);
          out.fact("read before", source.getBuffer().clone().readUtf8());
          return response;
        };
    whole(with(interceptor), model.chat(Model.NAME), out);
  }

  private void interceptorRetries(Model model, Transcript out) throws IOException {
    Interceptor interceptor =
        chain -> {
          Response response = chain.proceed(chain.request());
          if (response.isSuccessful()) {
            return response;
          }
          response.close();
          return chain.proceed(chain.request());
        };
    whole(with(interceptor), model.chat("failing-once"), out);
  }

  /** As an interceptor does that gets a token: it is none of the model's business. */
  private void interceptorCalls(Model model, Transcript out) throws IOException {
    Interceptor interceptor =
        chain -> {
          Request token = model.post(model.url() + "/orders", "{\"secret\":\"" + Model.KEY + "\"}");
          whole(client, token, out);
          Response response = chain.proceed(chain.request());
          whole(client, token, out);
          return response;
        };
    whole(with(interceptor), model.chat(Model.NAME), out);
  }

  private void interceptorThrows(Model model, Transcript out) throws IOException {
    Interceptor interceptor =
        chain -> {
          throw new IOException("thrown by the application");
        };
    whole(with(interceptor), model.chat(Model.NAME), out);
  }

  private void cancelledReading(Model model, Transcript out) throws IOException {
    Call call = client.newCall(OkHttpDriver.of(model.rawStream("endless")).build());
    try (Response response = call.execute()) {
      BufferedSource source = response.body().source();
      three(source, out);
      call.cancel();
      source.readUtf8();
    } catch (IOException e) {
      // Which one is chance.
      out.fact("thrown", true);
    }
    out.fact("cancelled", call.isCanceled());
  }

  private void callTimeout(Model model, Transcript out) throws IOException {
    OkHttpClient impatient =
        client
            .newBuilder()
            .callTimeout(Request.IMPATIENT.toMillis(), TimeUnit.MILLISECONDS)
            .build();
    try {
      whole(impatient, model.rawChat("silent"), out);
    } catch (InterruptedIOException e) {
      out.fact("thrown", e.getMessage());
    }
  }
}
