package dev.steno.smoke.contract;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A reactive answer, of which one piece is asked for at a time; it counts what it is given. */
public final class FlowBody<T> implements Body, Flow.Subscriber<T> {
  private static final byte[] END = {};

  private final int status;
  private final Function<? super T, byte[]> toBytes;
  private final Map<String, ?> facts;
  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong given = new AtomicLong();
  private final AtomicLong subscribed = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private volatile boolean tooMany;
  private volatile boolean done;
  private volatile Flow.Subscription subscription;

  /**
   * @param facts what else the application can see of the answer
   */
  public FlowBody(int status, Function<? super T, byte[]> toBytes, Map<String, ?> facts) {
    this.status = status;
    this.toBytes = toBytes;
    this.facts = facts;
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscribed.incrementAndGet();
    subscription = newSubscription;
  }

  @Override
  public void onNext(T item) {
    tooMany |= given.incrementAndGet() > asked.get();
    signals.add(toBytes.apply(item));
  }

  @Override
  public void onError(Throwable thrown) {
    ended.incrementAndGet();
    signals.add(thrown);
  }

  @Override
  public void onComplete() {
    ended.incrementAndGet();
    signals.add(END);
  }

  @Override
  public int status() {
    return status;
  }

  @Override
  public byte[] next() throws Exception {
    if (done) {
      return null;
    }
    if (signals.isEmpty()) {
      asked.incrementAndGet();
      subscription.request(1);
    }
    Object signal = signals.poll(Request.PATIENT.toSeconds(), TimeUnit.SECONDS);
    done = !(signal instanceof byte[]) || signal == END;
    if (signal instanceof Exception thrown) {
      throw thrown;
    }
    if (signal instanceof Error thrown) {
      throw thrown;
    }
    if (signal == null) {
      throw new IOException("no signal came");
    }
    return done ? null : (byte[]) signal;
  }

  @Override
  public void cancel() {
    done = true;
    subscription.cancel();
  }

  @Override
  public void close() {
    done = true;
    subscription.cancel();
  }

  @Override
  public Map<String, ?> facts() {
    Map<String, Object> all = new TreeMap<>(facts);
    all.put("given more than was asked for", tooMany);
    all.put("subscribed", subscribed);
    all.put("ended", ended);
    return all;
  }
}
