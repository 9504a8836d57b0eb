package dev.steno.smoke.springwebclient;

import java.time.Duration;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/** With Reactor Netty. */
public class ReactorNettyDriver extends WebClientDriver {
  @Override
  ClientHttpConnector connector(Duration timeout, boolean http2) {
    HttpClient client = HttpClient.create().responseTimeout(timeout);
    return new ReactorClientHttpConnector(http2 ? client.protocol(HttpProtocol.H2C) : client);
  }
}
