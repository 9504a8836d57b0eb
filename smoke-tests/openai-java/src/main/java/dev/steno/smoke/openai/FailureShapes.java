package dev.steno.smoke.openai;

import com.openai.client.OpenAIClient;
import com.openai.core.Timeout;
import com.openai.core.http.HttpResponseFor;
import com.openai.models.chat.completions.ChatCompletion;
import dev.steno.smoke.contract.Transcript;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.zip.CRC32;

/** Calls that go wrong, and answers that are hard to read. */
final class FailureShapes {
  private static final Duration LONG = Duration.ofMinutes(1);

  private FailureShapes() {}

  static void addTo(Map<String, Shape> shapes) {
    shapes.put("rate-limited", (sdk, out) -> create(sdk, out, "rate-limited", "rate-limited"));
    shapes.put("connect-failure", FailureShapes::connectFailure);
    shapes.put("read-timeout", FailureShapes::readTimeout);
    shapes.put("retry", FailureShapes::retry);
    shapes.put("gzip", (sdk, out) -> create(sdk, out, "gzip", "gzip"));
    shapes.put("malformed", (sdk, out) -> create(sdk, out, "malformed", "malformed"));
    shapes.put("invalid-utf8", (sdk, out) -> create(sdk, out, "invalid-utf8", "invalid-utf8"));
    shapes.put("nested-arrays", (sdk, out) -> create(sdk, out, "nested-arrays", "nested"));
    shapes.put("big", FailureShapes::big);
    shapes.put("big-raw", FailureShapes::bigRaw);
  }

  private static void create(Sdk sdk, Transcript out, String shape, String model) {
    out.result(sdk.client().chat().completions().create(Sdk.chat(shape, model)));
  }

  private static void connectFailure(Sdk sdk, Transcript out) throws IOException {
    OpenAIClient client = sdk.builder().baseUrl("http://127.0.0.1:" + closedPort() + "/v1").build();
    try {
      out.result(client.chat().completions().create(Sdk.chat("connect-failure")));
    } finally {
      client.close();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void readTimeout(Sdk sdk, Transcript out) {
    // Only one of the timeouts: which one comes first is chance if they are equal.
    Timeout timeout =
        Timeout.builder()
            .connect(LONG)
            .write(LONG)
            .request(LONG)
            .read(Duration.ofMillis(300))
            .build();
    OpenAIClient client = sdk.builder().timeout(timeout).build();
    try {
      out.result(client.chat().completions().create(Sdk.chat("read-timeout", "silent")));
    } finally {
      client.close();
    }
  }

  private static void retry(Sdk sdk, Transcript out) {
    OpenAIClient client = sdk.builder().maxRetries(2).build();
    try {
      out.result(client.chat().completions().create(Sdk.chat("retry", "failing-once")));
    } finally {
      client.close();
    }
  }

  /** Reads each byte and keeps none. */
  private static void bigRaw(Sdk sdk, Transcript out) throws IOException {
    String model = "big-" + Integer.getInteger("big.mebibytes", 8);
    CRC32 sum = new CRC32();
    long length = 0;
    try (HttpResponseFor<ChatCompletion> response =
        sdk.rawClient().chat().completions().withRawResponse().create(Sdk.chat("big-raw", model))) {
      byte[] buffer = new byte[8192];
      for (int read = response.body().read(buffer);
          read >= 0;
          read = response.body().read(buffer)) {
        sum.update(buffer, 0, read);
        length += read;
      }
    }
    out.fact("length", length);
    out.fact("sum", sum.getValue());
  }

  private static void big(Sdk sdk, Transcript out) {
    String model = "big-" + Integer.getInteger("big.mebibytes", 8);
    String text =
        sdk.rawClient()
            .chat()
            .completions()
            .create(Sdk.chat("big", model))
            .choices()
            .get(0)
            .message()
            .content()
            .orElseThrow();
    out.fact("length", text.length());
    out.fact("hash", text.hashCode());
  }
}
