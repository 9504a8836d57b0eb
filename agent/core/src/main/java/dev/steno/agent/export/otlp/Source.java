package dev.steno.agent.export.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Map;
import java.util.UUID;

/** Where all that is sent comes from: this process, and Steno in it. */
record Source(Resource resource, InstrumentationScopeInfo scope) {

  static Source of(Map<String, String> attributes, Conventions conventions, String version) {
    AttributesBuilder own = Attributes.builder();
    own.put("service.instance.id", UUID.randomUUID().toString());
    own.put("process.pid", ProcessHandle.current().pid());
    own.put("telemetry.distro.name", "steno");
    own.put("telemetry.distro.version", version);
    attributes.forEach(
        (name, value) -> {
          if (isName(name)) {
            own.put(name, value);
          }
        });
    return new Source(
        Resource.getDefault().merge(Resource.create(own.build())),
        InstrumentationScopeInfo.builder("dev.steno")
            .setVersion(version)
            .setSchemaUrl(conventions.schemaUrl())
            .build());
  }

  /** What the SDK takes as the name of a resource's attribute. */
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= 255
        && name.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
