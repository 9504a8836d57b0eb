package dev.steno.smoke.langchain4j0;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;

/** What a service may ask for. */
public final class Weather {
  /** What is thrown where there is no weather. */
  static final class NoWeatherException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoWeatherException(String city) {
      super("no weather in " + city);
    }
  }

  /** A tool. */
  @Tool("The weather in a city")
  public String weather(@P("the city") String city) {
    if (city.equals("Atlantis")) {
      throw new NoWeatherException(city);
    }
    return "sunny in " + city;
  }

  /** Another tool. */
  @Tool("The time in a city")
  public String time(@P("the city") String city) {
    return "noon in " + city;
  }
}
