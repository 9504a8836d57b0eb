package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Body;
import java.io.IOException;
import java.util.Map;

/** An asynchronous answer as the application holds it: the client holds only its consumer. */
final class StreamBody implements Body {
  private final StreamConsumer consumer;

  StreamBody(StreamConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public int status() {
    return consumer.status();
  }

  @Override
  public byte[] next() throws Exception {
    return consumer.next();
  }

  @Override
  public Map<String, ?> facts() {
    return consumer.facts();
  }

  @Override
  public void close() throws IOException {
    consumer.close();
  }
}
