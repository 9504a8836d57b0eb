package dev.steno.agent.wire;

import dev.steno.agent.model.Call;
import dev.steno.agent.model.Failure;
import dev.steno.agent.model.Outcome;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one exchange's bytes, as they come, into a {@link Call}.
 *
 * <p>For one thread at a time. Never throws, whatever the bytes are, and holds no more of them than
 * its budget of text.
 */
public final class ExchangeReader {
  private final Exchange exchange;
  private Endpoint endpoint;
  private Format format;
  private final int maxKeptBytes;
  private final Set<String> alsoKept;
  private final Budget requestBudget;
  private final CallBuilder call = new CallBuilder();
  private @Nullable RequestBody request;
  private @Nullable Answer answer;
  private boolean requestRead;
  private boolean bytesMissed;

  /** A reader that keeps no more than so many bytes of the call's text. */
  public ExchangeReader(Exchange exchange, int maxKeptBytes) {
    this(exchange, maxKeptBytes, Set.of());
  }

  /** One that also keeps those fields of the request, as {@code name} or {@code name.name}. */
  public ExchangeReader(Exchange exchange, int maxKeptBytes, Set<String> alsoKept) {
    this.exchange = exchange;
    this.alsoKept = alsoKept;
    this.maxKeptBytes = Math.max(0, maxKeptBytes);
    Endpoint found = Endpoint.of(exchange.path());
    endpoint = found == null ? Endpoint.CHAT : found;
    format = endpoint.newFormat();
    // A quarter at least stays for the answer, whatever was asked.
    requestBudget = new Budget(this.maxKeptBytes / 4 * 3);
  }

  /** The next piece of the request's body. */
  public void request(byte[] bytes, int offset, int length, @Nullable String contentType) {
    if (requestRead) {
      call.truncated = true;
      return;
    }
    if (request == null) {
      request = new RequestBody(contentType, requestBudget);
    }
    request.feed(bytes, offset, length);
  }

  /** The answer's status and headers; a later one takes the place of an earlier one. */
  public void response(
      int status,
      @Nullable String contentType,
      @Nullable String contentEncoding,
      @Nullable String requestId) {
    finishRequest();
    call.status = status;
    if (requestId != null) {
      call.requestId = requestId;
    }
    call.streaming = false;
    answer = Answers.of(endpoint, format, call, status, contentType, contentEncoding);
  }

  /** A layer below the one that tells the exchange made a request of it, and got this head. */
  public void below(
      String instrumentation,
      @Nullable String host,
      @Nullable Integer port,
      int status,
      @Nullable String requestId) {
    call.below(instrumentation, host, port);
    if (answer == null) {
      call.status = status;
    }
    if (call.requestId == null) {
      call.requestId = requestId;
    }
  }

  /**
   * Whether the whole request says that it is no model call after all, which its head could not.
   */
  public boolean isForeign() {
    finishRequest();
    return !exchange.certain() && call.requestModel == null && request != null;
  }

  /** The next piece of the answer's body; the array is not kept. */
  public void body(byte[] bytes, int offset, int length) {
    if (answer != null) {
      answer.feed(bytes, offset, length);
    }
  }

  /** Some bytes before this point were lost. */
  public void missed() {
    call.truncated = true;
    if (answer != null) {
      bytesMissed = true;
      answer.missed();
    } else if (request != null) {
      request.missed();
    }
  }

  /** Ends the exchange; no other method is to be called after it. */
  public Call finish(Ending ending) {
    finishRequest();
    if (answer != null) {
      answer.finish();
    } else {
      call.streaming = call.streamRequested;
    }
    if (exchange.told()) {
      call.streaming = call.streamRequested;
      call.status = null;
    }
    Failure failure = failure(ending);
    Outcome outcome = failure != null ? Outcome.ERROR : outcome(ending);
    return call.build(exchange, endpoint, ending, outcome, failure);
  }

  private void finishRequest() {
    if (requestRead) {
      return;
    }
    requestRead = true;
    Map<String, @Nullable Object> tree = request == null ? Map.of() : request.finish(call);
    if (Endpoint.of(exchange.path()) == null) {
      endpoint = Endpoint.ofShape(tree);
      format = endpoint.newFormat();
    }
    // Known first: what a body is may depend on its model.
    call.requestModel = Endpoint.modelIn(exchange.path());
    if (request != null) {
      format.request(tree, call);
      Parameters.pickPaths(tree, call.request, alsoKept);
    }
    call.streamRequested |= endpoint.streams();
    call.keep(new Budget(maxKeptBytes - requestBudget.used()));
  }

  private @Nullable Failure failure(Ending ending) {
    Integer status = call.status;
    if (status != null && status >= 400) {
      Failure told = call.failure;
      return told != null ? told : new Failure(status.toString(), null, status);
    }
    if (ending.how() == Ending.How.FAILED) {
      String type = ending.errorType();
      return new Failure(type == null ? "error" : type, ending.errorMessage(), status);
    }
    if (call.failure != null) {
      return call.failure;
    }
    return isIncomplete(ending) ? incomplete() : null;
  }

  private boolean isIncomplete(Ending ending) {
    return ending.how() == Ending.How.END_OF_BODY && !whole(true) && !unseen() && !exchange.told();
  }

  private Failure incomplete() {
    call.truncated = true;
    String problem = answer == null ? "there was no answer" : answer.problem();
    return new Failure("incomplete_response", problem, call.status);
  }

  private Outcome outcome(Ending ending) {
    return switch (ending.how()) {
      case CLOSED -> whole(false) ? Outcome.OK : Outcome.CANCELLED;
      case ABANDONED -> whole(false) ? Outcome.OK : Outcome.ABANDONED;
      default -> Outcome.OK;
    };
  }

  /** What was told of an answer that has no end is not the whole. */
  private boolean whole(boolean ended) {
    return (ended || !exchange.told()) && answer != null && answer.whole(ended);
  }

  private boolean unseen() {
    return bytesMissed || (answer != null && answer.unread());
  }
}
