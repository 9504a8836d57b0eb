package dev.steno.instrumentation.langchain4j;

import dev.langchain4j.guardrail.Guardrail;
import dev.langchain4j.guardrail.GuardrailResult;
import dev.steno.agent.capture.Recorder;
import dev.steno.agent.spi.Hook;
import dev.steno.agent.spi.Interceptor;
import dev.steno.agent.spi.Step;
import dev.steno.agent.spi.Step.Fact;
import dev.steno.agent.spi.Step.Kind;
import dev.steno.agent.spi.StepStart;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records the guardrails of AI services, which there are from 1.1 on. */
final class Guardrails {
  private static final String PACKAGE = "dev.langchain4j.guardrail.";

  private Guardrails() {}

  static void addTo(List<Hook> hooks) {
    hooks.add(
        Hook.of(
                PACKAGE + "AbstractGuardrailExecutor",
                "validate",
                List.of(PACKAGE + "GuardrailRequest", PACKAGE + "Guardrail"),
                Validated.class)
            .needed("guardrails of LangChain4j"));
  }

  /** One guardrail looks at one message, whatever it is made of. */
  static final class Validated implements Interceptor {
    @Override
    public @Nullable Object enter(@Nullable Object self, @Nullable Object[] arguments) {
      Object request = arguments[0];
      Object guardrail = arguments[1];
      if (request == null || guardrail == null) {
        return null;
      }
      Step step = Recorder.step(StepStart.of(AiServices.NAME, Kind.GUARDRAIL, guardrail), null);
      if (step != null) {
        step.tell(Fact.NAME, name(guardrail.getClass()));
      }
      return step;
    }

    @Override
    public @Nullable Object exit(
        @Nullable Object state, @Nullable Object returned, @Nullable Throwable thrown) {
      if (state instanceof Step step) {
        step.leave();
        if (thrown != null) {
          // The library wraps what the guardrail threw.
          step.failed(thrown.getCause() == null ? thrown : thrown.getCause());
        } else {
          if (returned instanceof GuardrailResult<?> result) {
            step.tell(Fact.RESULT, tree(result));
          }
          step.end();
        }
      }
      return returned;
    }
  }

  /** A lambda has no name of its own. */
  private static String name(Class<?> type) {
    if (!type.isHidden()) {
      return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
    }
    Class<?>[] interfaces = type.getInterfaces();
    return interfaces.length == 0 ? Guardrail.class.getSimpleName() : interfaces[0].getSimpleName();
  }

  private static Map<String, Object> tree(GuardrailResult<?> result) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("result", result.result().name());
    List<Object> messages = new ArrayList<>();
    for (GuardrailResult.Failure failure : failures(result)) {
      if (failure.message() != null) {
        messages.add(failure.message());
      }
    }
    if (!messages.isEmpty()) {
      tree.put("failures", messages);
    }
    return tree;
  }

  private static List<GuardrailResult.Failure> failures(GuardrailResult<?> result) {
    return result.failures();
  }
}
