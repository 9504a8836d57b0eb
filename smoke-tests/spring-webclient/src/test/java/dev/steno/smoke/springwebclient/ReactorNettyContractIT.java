package dev.steno.smoke.springwebclient;

import dev.steno.smoke.contract.Driver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A WebClient on Reactor Netty keeps the contract, in each version of Spring. */
class ReactorNettyContractIT extends WebClientContract {
  @Override
  protected Class<? extends Driver> driver() {
    return ReactorNettyDriver.class;
  }

  @Override
  protected Map<String, List<Path>> classPaths() {
    return versions("5.3.39", "6.1.21", "6.2.19", "7.0.9");
  }
}
