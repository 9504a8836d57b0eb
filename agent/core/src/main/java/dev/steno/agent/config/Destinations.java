package dev.steno.agent.config;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the exporters that send over a network; each null when it is not on.
 *
 * @param agnost Agnost AI
 * @param agentsight AgentSight
 * @param mindlytics Mindlytics
 * @param otlp any OpenTelemetry backend
 */
public record Destinations(
    @Nullable Agnost agnost,
    @Nullable AgentSight agentsight,
    @Nullable Mindlytics mindlytics,
    @Nullable Otlp otlp) {

  /**
   * Of Agnost AI.
   *
   * @param orgId the organisation's UUID; no secret
   * @param endpoint the base address
   */
  public record Agnost(String orgId, String endpoint) {}

  /**
   * Of AgentSight.
   *
   * @param apiKey {@code ags_…}; a secret
   * @param endpoint the base address
   * @param protocol {@code ingest} or {@code legacy}
   * @param environment the slug of the environment
   * @param attachments whether the content of files that the application gave is sent
   */
  public record AgentSight(
      String apiKey, String endpoint, String protocol, String environment, boolean attachments) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "AgentSight[" + endpoint + ", " + protocol + ", " + environment + "]";
    }
  }

  /**
   * Of Mindlytics.
   *
   * @param apiKey a secret
   * @param projectId the project
   * @param endpoint the base address
   * @param idleTimeoutSeconds after which a conversation, and a session, is ended
   */
  public record Mindlytics(
      String apiKey, String projectId, String endpoint, long idleTimeoutSeconds) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Mindlytics[" + projectId + ", " + endpoint + "]";
    }
  }

  /**
   * Of an OpenTelemetry backend.
   *
   * @param traces where spans go, or null when none are sent
   * @param metrics where metrics go, or null
   * @param logs where events go, or null
   * @param details whether each call to a model is an event as well
   * @param semconv the version of the GenAI conventions: {@code latest} or {@code 1.41}
   * @param cumulative whether metrics tell of all since the start; else of the time since the last
   * @param metricsMillis how often metrics are sent
   * @param resource attributes of the resource, {@code service.name} among them
   */
  public record Otlp(
      @Nullable Signal traces,
      @Nullable Signal metrics,
      @Nullable Signal logs,
      boolean details,
      String semconv,
      boolean cumulative,
      long metricsMillis,
      Map<String, String> resource) {}

  /**
   * How one of OpenTelemetry's signals is sent.
   *
   * @param endpoint the whole address
   * @param grpc whether it is spoken to over gRPC; else over HTTP, in protobuf
   * @param headers sent with each request; secrets
   * @param timeoutMillis for a request with its answer
   * @param gzip whether what is sent is compressed
   * @param certificate a file with the certificates that are trusted, in PEM, or null
   * @param clientKey a file with the client's private key, in PEM, or null
   * @param clientCertificate a file with the client's certificate, in PEM, or null
   */
  public record Signal(
      String endpoint,
      boolean grpc,
      Map<String, String> headers,
      long timeoutMillis,
      boolean gzip,
      @Nullable String certificate,
      @Nullable String clientKey,
      @Nullable String clientCertificate) {
    /** Without the secrets. */
    @Override
    public String toString() {
      return "Signal[" + endpoint + "]";
    }
  }
}
