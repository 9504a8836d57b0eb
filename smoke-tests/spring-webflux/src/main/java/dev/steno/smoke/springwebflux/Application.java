package dev.steno.smoke.springwebflux;

import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** The application: anybody may see its pages, and who asks is logged in. */
@Configuration
@EnableWebFlux
@EnableWebFluxSecurity
public class Application {
  static final LoopResources LOOPS = LoopResources.create("web", 2, true);
  private static String url = "";

  @Bean
  public Model model() {
    return new Model(url);
  }

  @Bean
  public Shapes shapes(Model model) {
    return new Shapes(model);
  }

  @Bean
  public Chats chats(Model model) {
    return new Chats(model);
  }

  @Bean
  public RouterFunction<ServerResponse> functional(Model model) {
    return RouterFunctions.route(
            RequestPredicates.POST("/fn/mapped"),
            request ->
                ServerResponse.ok()
                    .body(request.bodyToMono(String.class).map(model::ask), String.class))
        .andRoute(
            RequestPredicates.POST("/fn/asked"),
            request ->
                request
                    .bodyToMono(String.class)
                    .delayElement(Duration.ofMillis(2))
                    .flatMap(question -> Mono.fromFuture(model.asked(question)))
                    .flatMap(answer -> ServerResponse.ok().bodyValue(answer)));
  }

  @Bean
  public SecurityWebFilterChain security(ServerHttpSecurity http) {
    return http.authorizeExchange(
            all -> {
              all.pathMatchers("/page", "/quick", "/none", "/seen", "/session").permitAll();
              all.anyExchange().authenticated();
            })
        .httpBasic(Customizer.withDefaults())
        .formLogin(Customizer.withDefaults())
        .csrf(csrf -> csrf.disable())
        .build();
  }

  /** Everybody, with their name as the password. */
  @Bean
  public ReactiveUserDetailsService users() {
    return name ->
        Mono.just(User.withUsername(name).password("{noop}" + name).authorities(List.of()).build());
  }

  static DisposableServer start(String modelUrl) {
    url = modelUrl;
    var context = new AnnotationConfigApplicationContext(Application.class);
    HttpHandler handler = WebHttpHandlerBuilder.applicationContext(context).build();
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .runOn(LOOPS)
        .handle(new ReactorHttpHandlerAdapter(handler))
        .bindNow();
  }
}
