package dev.steno.smoke.contract.test;

import dev.steno.smoke.AgentProcess;
import dev.steno.smoke.Jdk;
import java.util.List;

/**
 * What a client runs on.
 *
 * @param version the client's, as the contract names it
 * @param jdk which JDK; 0 is the one that runs the tests
 * @param jvmOptions what else the JVM is told
 */
record Setting(String version, int jdk, List<String> jvmOptions) {
  static Setting usual(String version) {
    return new Setting(version, 0, List.of());
  }

  /** The same without what only matters with the agent. */
  Setting withoutOptions() {
    return new Setting(version, jdk, List.of());
  }

  boolean isHere() {
    return jdk == 0 || Jdk.find(jdk).isPresent();
  }

  AgentProcess on(AgentProcess process) {
    jvmOptions.forEach(process::jvmOption);
    return jdk == 0 ? process : process.javaHome(Jdk.find(jdk).orElseThrow());
  }

  @Override
  public String toString() {
    return version + (jdk == 0 ? "" : " on JDK " + jdk) + String.join("", jvmOptions);
  }
}
