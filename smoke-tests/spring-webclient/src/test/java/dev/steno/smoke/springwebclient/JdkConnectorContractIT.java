package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Driver;
import dev.steno.smoke.contract.test.Expected;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A WebClient on the JDK client keeps the contract, in each version that has such a connector. */
class JdkConnectorContractIT extends WebClientContract {
  @Override
  protected Class<? extends Driver> driver() {
    return JdkConnectorDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    return versions("6.1.21", "6.2.19", "7.0.9");
  }

  /** Its requests have no timeout of their own: the operator cancels. */
  @Override
  protected List<Expected> expected() {
    List<Expected> expected = super.expected();
    expected.add(Expected.not("cancelled", "read-timeout").model("silent"));
    expected.add(Expected.not("cancelled", "async-read-timeout").model("silent"));
    return expected;
  }
}
