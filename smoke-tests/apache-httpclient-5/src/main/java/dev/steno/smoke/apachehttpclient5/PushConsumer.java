package dev.steno.smoke.apachehttpclient5;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;

/** Hands each piece of an answer to the application. */
final class PushConsumer extends AbstractBinResponseConsumer<Void> {
  private final Consumer<byte[]> consumer;

  PushConsumer(Consumer<byte[]> consumer) {
    this.consumer = consumer;
  }

  @Override
  protected void start(HttpResponse response, ContentType contentType) {}

  @Override
  protected int capacityIncrement() {
    return Integer.MAX_VALUE;
  }

  @Override
  protected void data(ByteBuffer src, boolean endOfStream) {
    if (src != null && src.hasRemaining()) {
      byte[] piece = new byte[src.remaining()];
      src.get(piece);
      consumer.accept(piece);
    }
  }

  @Override
  protected Void buildResult() {
    return null;
  }

  @Override
  public void releaseResources() {}
}
