package dev.steno.smoke.environments;

import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.framework.Felix;
import org.osgi.framework.Constants;

/**
 * An OSGi framework that starts one bundle, and delegates nothing but {@code java.*} to the JVM.
 */
public final class FelixHost {
  private FelixHost() {}

  /** Arguments: the framework's folder, the bundle, the model's base URL. */
  public static void main(String[] args) throws Exception {
    Felix felix =
        new Felix(
            Map.of(
                Constants.FRAMEWORK_STORAGE,
                args[0],
                "felix.bootdelegation.implicit",
                "false",
                "model.url",
                args[2]));
    felix.start();
    felix.getBundleContext().installBundle(Path.of(args[1]).toUri().toString()).start();
    felix.stop();
    felix.waitForStop(10_000);
  }
}
