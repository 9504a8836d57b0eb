package dev.steno.smoke.servlet;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import jakarta.servlet.DispatcherType;
import java.net.InetSocketAddress;

/** The application on Undertow. */
public final class OnUndertow {
  private OnUndertow() {}

  /** Arguments: the model's address, and how many requests are made at the end. */
  public static void main(String[] args) throws Exception {
    DeploymentInfo application =
        Servlets.deployment()
            .setClassLoader(OnUndertow.class.getClassLoader())
            .setContextPath("/")
            .setDeploymentName("smoke")
            .addServlets(
                Servlets.servlet("pages", Pages.class).addMapping("/app/*").setAsyncSupported(true),
                Servlets.servlet("failed", Failed.class).addMapping("/failed"))
            .addFilter(Servlets.filter("guarding", Guarding.class).setAsyncSupported(true))
            .addFilterUrlMapping("guarding", "/*", DispatcherType.REQUEST)
            .addFilterUrlMapping("guarding", "/*", DispatcherType.ERROR)
            .addErrorPage(Servlets.errorPage("/failed"));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(application);
    manager.deploy();
    Undertow server =
        Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(manager.start()).build();
    server.start();
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    Driver.run(args, address.getPort(), false);
    server.stop();
  }
}
