package dev.steno.smoke.apachehttpclient4;

import dev.steno.smoke.contract.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.http.entity.AbstractHttpEntity;

/** A body that is taken while it is written, in two pieces. */
final class ContentEntity extends AbstractHttpEntity {
  private final Content content;

  ContentEntity(Content content) {
    this.content = content;
    setContentType("application/json");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    byte[] bytes = content.take();
    int half = bytes.length / 2;
    out.write(bytes, 0, half);
    out.flush();
    out.write(bytes[half]);
    out.write(bytes, half + 1, bytes.length - half - 1);
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException();
  }

  @Override
  public long getContentLength() {
    return -1;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }
}
