package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Scope;
import dev.steno.agent.spi.Scope.Fact;
import dev.steno.agent.spi.Scope.Source;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A scope that the application opened: what is known of who speaks, or an interaction. */
final class Opened {
  /** Null for an interaction, of which nothing is known here. */
  private final @Nullable Scope scope;

  private final Runnable leave;
  private final AtomicInteger properties = new AtomicInteger();

  Opened(@Nullable Scope scope, Runnable leave) {
    this.scope = scope;
    this.leave = leave;
  }

  static @Nullable Opened open(Object holder, Given given) {
    Scope scope = Recorder.heldScope(StenoApi.NAME, holder);
    if (scope == null) {
      return null;
    }
    Opened opened = new Opened(scope, scope::leave);
    opened.tell(given);
    return opened;
  }

  @Nullable Object call(String operation, Given given) {
    if (operation.equals("scope.close")) {
      leave.run();
    } else if (scope == null) {
      Given.misused("interaction_is_no_scope_of_its_own");
    } else if (operation.equals("scope.tell")) {
      tell(given);
    } else if (operation.equals("scope.property")) {
      tell(given.scalar(0, 1));
    }
    return null;
  }

  private void tell(Given given) {
    String what = given.text(0);
    if ("properties".equals(what)) {
      tell(given.scalars(1));
      return;
    }
    Fact fact = what == null ? null : fact(what);
    String value = what == null || fact == null ? null : given.id(1, what);
    if (scope != null && fact != null) {
      scope.tell(Source.API, fact, value);
    }
  }

  private static @Nullable Fact fact(String what) {
    return switch (what) {
      case "conversation" -> Fact.CONVERSATION_ID;
      case "name" -> Fact.CONVERSATION_NAME;
      case "environment" -> Fact.ENVIRONMENT;
      case "user" -> Fact.USER_ID;
      case "device" -> Fact.DEVICE_ID;
      case "session" -> Fact.SESSION_ID;
      default -> null;
    };
  }

  private void tell(Map<String, @Nullable Object> more) {
    if (scope == null || more.isEmpty()) {
      return;
    }
    if (properties.addAndGet(more.size()) > Given.MOST_PROPERTIES) {
      Given.misused("too_many_properties");
    } else {
      scope.tell(Source.API, Fact.PROPERTIES, more);
    }
  }
}
