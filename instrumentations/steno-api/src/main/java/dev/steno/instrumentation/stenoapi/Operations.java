package dev.steno.instrumentation.stenoapi;

import dev.steno.agent.capture.Controls;
import dev.steno.agent.spi.Control;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The API's operations by their names; one that is not known is of another release. */
final class Operations {
  private Operations() {}

  static @Nullable Object call(String operation, @Nullable Object self, Given given) {
    if (self instanceof Begun begun) {
      return begun.call(operation, given);
    }
    if (self instanceof Opened opened) {
      return opened.call(operation, given);
    }
    return switch (operation) {
      case "begin" -> self == null ? null : Begun.begin(self, given);
      case "interaction.enter" -> self == null ? null : Begun.enter(self, given.at(0));
      case "track" -> Finished.track(given);
      case "scope.open" -> self == null ? null : Opened.open(self, given);
      case "missing" -> given.id(1, String.valueOf(given.text(0)));
      case "flush", "shutdown", "errors", "on_error", "stats" -> control(operation, given);
      default -> {
        Events.record(operation, given);
        yield null;
      }
    };
  }

  private static @Nullable Object control(String operation, Given given) {
    Control control = Controls.installed();
    if (control == null) {
      return null;
    }
    return switch (operation) {
      case "flush" -> {
        Duration most = given.duration(0);
        yield control.flush(most == null ? 0 : most.toNanos());
      }
      case "shutdown" -> {
        control.shutdown();
        yield null;
      }
      case "errors" -> List.copyOf(control.errors());
      case "on_error" -> listen(control, given.at(0));
      default -> Map.copyOf(control.stats());
    };
  }

  @SuppressWarnings("unchecked") // the API takes no other
  private static @Nullable Object listen(Control control, @Nullable Object listener) {
    if (!(listener instanceof Consumer<?>)) {
      Given.misused("listener_missing");
      return null;
    }
    control.onError((Consumer<String>) listener);
    return true;
  }
}
