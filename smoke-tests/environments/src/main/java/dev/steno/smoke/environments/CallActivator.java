package dev.steno.smoke.environments;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle that talks to a model when it is started. */
public final class CallActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) {
    OneCall.run(context.getProperty("model.url"), "bundle", System.out);
  }

  @Override
  public void stop(BundleContext context) {
    // What it began it has closed.
  }
}
