package dev.steno.smoke.javaconcurrent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.internal.InternalFutureFailureAccess;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.FakeModel;
import dev.steno.smoke.Jdk;
import dev.steno.smoke.Result;
import dev.steno.smoke.contract.test.Libraries;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.core.task.TaskExecutor;
import org.springframework.expression.Expression;

/** A program in a JVM of its own, on one JDK. */
record Run(Result result) {
  private static final List<Class<?>> LIBRARIES =
      List.of(
          AiServices.class,
          ChatModel.class,
          ObjectMapper.class,
          JsonFactory.class,
          JsonCreator.class,
          LoggerFactory.class,
          ProxyFactory.class,
          BeanFactory.class,
          ApplicationContext.class,
          TaskExecutor.class,
          Expression.class,
          org.apache.commons.logging.Log.class,
          Observation.class,
          KeyValue.class,
          MoreExecutors.class,
          InternalFutureFailureAccess.class);

  /** JDK 17, and 25 where there is one. */
  static List<Path> jdks() {
    return Stream.of(17, 25).flatMap(version -> Jdk.find(version).stream()).distinct().toList();
  }

  static Run of(Class<?> main, Path jdk, UnaryOperator<AgentProcess> options, String... arguments) {
    try (FakeModel model = FakeModel.start()) {
      AgentProcess process =
          AgentProcess.of(main.getName())
              .javaHome(jdk)
              .classPath(Libraries.of(main))
              .classPath(LIBRARIES.stream().map(Libraries::of).toList())
              .property("steno.outbox.max-size", "128MiB")
              .arg(model.url())
              .arg(arguments);
      if (Jdk.find(25).filter(jdk::equals).isPresent()) {
        process.jvmOption("--enable-preview"); // structured concurrency
      }
      return new Run(options.apply(process).run().assertClean());
    }
  }

  /** What the program said; proxies are numbered by who made some before. */
  String said() {
    return result.stdout().replaceAll("\\$Proxy\\d+", "\\$Proxy<n>");
  }

  /** Of each shape's turn, what was asked in it, in order. */
  Map<String, List<String>> asked() {
    Map<String, List<String>> asked = new TreeMap<>();
    for (JsonNode interaction : result.interactions()) {
      String input = interaction.path("input").asText();
      List<String> inside = new ArrayList<>();
      interaction
          .path("calls")
          .forEach(
              call -> {
                String words = words(call);
                if (words.startsWith("inside ") || words.startsWith("outside ")) {
                  inside.add(words);
                }
              });
      if (input.startsWith("[")) {
        asked.put(input.substring(1, input.indexOf(']')), inside);
      }
    }
    return asked;
  }

  /** What was asked in no turn. */
  List<String> alone() {
    return result.interactions().stream()
        .map(interaction -> interaction.path("input").asText())
        .filter(input -> input.startsWith("inside ") || input.startsWith("outside "))
        .sorted()
        .toList();
  }

  private static String words(JsonNode call) {
    return call.path("input_messages").path(0).path("parts").path(0).path("content").asText();
  }
}
