package dev.steno.instrumentation.springwebclient;

import dev.steno.agent.spi.Tap;
import dev.steno.agent.spi.Unseen;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ClientHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a connector's request and response are wrapped in: they are the connector's in everything,
 * and let a {@link WebClientExchange} see their bodies.
 */
final class Wrappers {
  @SuppressWarnings("rawtypes")
  private static final Unseen<Function> WRITER =
      Unseen.of(MethodHandles.lookup(), Function.class, Writer.class);

  private static final Unseen<ClientHttpRequest> REQUEST =
      Unseen.of(MethodHandles.lookup(), ClientHttpRequest.class, Request.class);

  private static final Unseen<ClientHttpRequest> FILE_REQUEST =
      Unseen.of(MethodHandles.lookup(), ClientHttpRequest.class, FileRequest.class);

  private static final Unseen<ClientHttpResponse> RESPONSE =
      Unseen.of(MethodHandles.lookup(), ClientHttpResponse.class, Response.class);

  private Wrappers() {}

  /** What the connector writes the request with; it is given a request that is tapped. */
  @SuppressWarnings("unchecked")
  static Function<ClientHttpRequest, Mono<Void>> writer(
      Function<ClientHttpRequest, Mono<Void>> writer, WebClientExchange exchange) {
    return WRITER.make(writer, exchange);
  }

  static ClientHttpRequest request(ClientHttpRequest request, WebClientExchange exchange) {
    return request instanceof ZeroCopyHttpOutputMessage
        ? FILE_REQUEST.make(request, exchange)
        : REQUEST.make(request, exchange);
  }

  static ClientHttpResponse response(ClientHttpResponse response, Tap tap) {
    return RESPONSE.make(response, tap);
  }

  static Publisher<? extends DataBuffer> body(
      Publisher<? extends DataBuffer> body, WebClientExchange exchange, ClientHttpRequest to) {
    return Relays.<Publisher<? extends DataBuffer>>guarded(
        body, original -> exchange.body(original, to));
  }

  static Publisher<? extends Publisher<? extends DataBuffer>> groups(
      Publisher<? extends Publisher<? extends DataBuffer>> groups,
      WebClientExchange exchange,
      ClientHttpRequest to) {
    return Relays.<Publisher<? extends Publisher<? extends DataBuffer>>>guarded(
        groups, original -> exchange.groups(original, to));
  }

  static int status(ClientHttpResponse response) {
    return Status.of(response);
  }

  /** Writes into a request that is tapped. */
  static final class Writer implements Function<ClientHttpRequest, Mono<Void>> {
    private final Function<ClientHttpRequest, Mono<Void>> writer;
    private final WebClientExchange exchange;

    Writer(Function<ClientHttpRequest, Mono<Void>> writer, WebClientExchange exchange) {
      this.writer = writer;
      this.exchange = exchange;
    }

    @Override
    public Mono<Void> apply(ClientHttpRequest request) {
      return Relays.guarded(
          writer.apply(Relays.guarded(request, exchange::tapped)), exchange::written);
    }
  }

  /** The connector's request, with a body that is tapped. */
  static final class Request extends ClientHttpRequestDecorator {
    private final WebClientExchange exchange;

    Request(ClientHttpRequest request, WebClientExchange exchange) {
      super(request);
      this.exchange = exchange;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      return super.writeWith(body(body, exchange, this));
    }

    @Override
    public Mono<Void> writeAndFlushWith(
        Publisher<? extends Publisher<? extends DataBuffer>> groups) {
      return super.writeAndFlushWith(groups(groups, exchange, this));
    }

    @Override
    public String toString() {
      return getDelegate().toString();
    }
  }

  /** The same of a connector that can send files without reading them, which are not known then. */
  static final class FileRequest extends ClientHttpRequestDecorator
      implements ZeroCopyHttpOutputMessage {
    private final WebClientExchange exchange;

    FileRequest(ClientHttpRequest request, WebClientExchange exchange) {
      super(request);
      this.exchange = exchange;
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
      return super.writeWith(body(body, exchange, this));
    }

    @Override
    public Mono<Void> writeAndFlushWith(
        Publisher<? extends Publisher<? extends DataBuffer>> groups) {
      return super.writeAndFlushWith(groups(groups, exchange, this));
    }

    @Override
    public Mono<Void> writeWith(Path file, long position, long count) {
      return ((ZeroCopyHttpOutputMessage) getDelegate()).writeWith(file, position, count);
    }

    @Override
    public String toString() {
      return getDelegate().toString();
    }
  }

  /** The connector's response, with a body that is tapped. */
  static final class Response extends ClientHttpResponseDecorator {
    private final Tap tap;
    private final AtomicBoolean read = new AtomicBoolean();

    Response(ClientHttpResponse response, Tap tap) {
      super(response);
      this.tap = tap;
    }

    @Override
    public Flux<DataBuffer> getBody() {
      return WebClientExchange.answer(super.getBody(), tap, this, read);
    }

    @Override
    public String toString() {
      return getDelegate().toString();
    }
  }

  /** How a status is read: by a number until 6, by an object that came with 6 from then on. */
  private static final class Status {
    private static final MethodHandle READER = reader();

    private Status() {}

    private static MethodHandle reader() {
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      try {
        try {
          return lookup.findVirtual(
              ClientHttpResponse.class, "getRawStatusCode", MethodType.methodType(int.class));
        } catch (NoSuchMethodException newer) {
          MethodHandle status =
              lookup.unreflect(ClientHttpResponse.class.getMethod("getStatusCode"));
          Class<?> type = status.type().returnType();
          return MethodHandles.filterReturnValue(
              status, lookup.findVirtual(type, "value", MethodType.methodType(int.class)));
        }
      } catch (ReflectiveOperationException unknown) {
        throw new IllegalStateException(unknown);
      }
    }

    static int of(ClientHttpResponse response) {
      try {
        return (int) READER.invokeExact(response);
      } catch (RuntimeException | Error thrown) {
        throw thrown;
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
