package dev.steno.smoke.apachehttpclient5;

import dev.steno.smoke.contract.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.DataStreamChannel;

/** A body that is taken when the client first asks for it, and given in two pieces. */
final class ContentProducer implements AsyncEntityProducer {
  private final Content content;
  private ByteBuffer bytes;

  ContentProducer(Content content) {
    this.content = content;
  }

  @Override
  public void produce(DataStreamChannel channel) throws IOException {
    if (bytes == null) {
      bytes = ByteBuffer.wrap(content.take());
      bytes.limit(bytes.limit() / 2);
    }
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      channel.requestOutput();
    } else if (bytes.limit() < bytes.capacity()) {
      bytes.limit(bytes.capacity());
      channel.requestOutput();
    } else {
      channel.endStream();
    }
  }

  @Override
  public int available() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public void failed(Exception cause) {}

  @Override
  public void releaseResources() {}

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public String getContentType() {
    return "application/json";
  }

  @Override
  public String getContentEncoding() {
    return null;
  }

  @Override
  public boolean isChunked() {
    return true;
  }

  @Override
  public Set<String> getTrailerNames() {
    return Set.of();
  }
}
