package dev.steno.smoke.springrest;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/**
 * Asks a model with each request factory, by a RestTemplate and, where there is one, a RestClient.
 */
public final class RestCalls {
  private RestCalls() {}

  /** Arguments: the model's base URL, and names of request factories. */
  public static void main(String[] args) throws Exception {
    URI uri = URI.create(args[0] + "/chat/completions");
    for (int i = 1; i < args.length; i++) {
      ClientHttpRequestFactory factory = factory(args[i]);
      System.out.println(byTemplate(factory, uri, json(args[i] + " RestTemplate")));
      if (hasRestClient()) {
        System.out.println(ByClient.call(factory, uri, json(args[i] + " RestClient")));
      }
    }
    // Some of the clients have threads that outlive them.
    System.exit(0);
  }

  private static ClientHttpRequestFactory factory(String name) throws ReflectiveOperationException {
    Class<? extends ClientHttpRequestFactory> type =
        Class.forName("org.springframework.http.client." + name)
            .asSubclass(ClientHttpRequestFactory.class);
    // The model's server refuses a change to HTTP/2 together with a body.
    return name.startsWith("Jdk")
        ? type.getConstructor(HttpClient.class)
            .newInstance(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build())
        : type.getConstructor().newInstance();
  }

  private static String json(String who) {
    return "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"" + who + "\"}]}";
  }

  private static String byTemplate(ClientHttpRequestFactory factory, URI uri, String json) {
    return new RestTemplate(factory)
        .execute(
            uri,
            HttpMethod.POST,
            request -> {
              request.getHeaders().set("Content-Type", "application/json");
              request.getBody().write(json.getBytes(StandardCharsets.UTF_8));
            },
            response -> new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static boolean hasRestClient() {
    return RestCalls.class
            .getClassLoader()
            .getResource("org/springframework/web/client/RestClient.class")
        != null;
  }

  /** A class of its own, since Spring 5 has no such client. */
  private static final class ByClient {
    static String call(ClientHttpRequestFactory factory, URI uri, String json) {
      return RestClient.builder()
          .requestFactory(factory)
          .build()
          .post()
          .uri(uri)
          .contentType(MediaType.APPLICATION_JSON)
          .body(json)
          .retrieve()
          .body(String.class);
    }
  }
}
