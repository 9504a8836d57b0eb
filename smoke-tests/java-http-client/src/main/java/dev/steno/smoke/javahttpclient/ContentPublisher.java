package dev.steno.smoke.javahttpclient;

import dev.steno.smoke.contract.Content;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Flow;

/** A cold source: it takes the content when it is subscribed to, and gives it in two pieces. */
record ContentPublisher(Content content) implements Flow.Publisher<ByteBuffer> {
  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Pieces(content.take(), subscriber));
  }

  private static final class Pieces implements Flow.Subscription {
    private final byte[] bytes;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private int given;
    private boolean giving;
    private long asked;
    private boolean done;

    Pieces(byte[] bytes, Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.bytes = bytes;
      this.subscriber = subscriber;
    }

    @Override
    public synchronized void request(long count) {
      asked += count;
      if (giving) {
        return;
      }
      giving = true;
      while (asked > 0 && !done) {
        asked--;
        int end = given == 0 ? bytes.length / 2 : bytes.length;
        subscriber.onNext(ByteBuffer.wrap(Arrays.copyOfRange(bytes, given, end)));
        given = end;
        if (given == bytes.length) {
          done = true;
          subscriber.onComplete();
        }
      }
      giving = false;
    }

    @Override
    public synchronized void cancel() {
      done = true;
    }
  }
}
