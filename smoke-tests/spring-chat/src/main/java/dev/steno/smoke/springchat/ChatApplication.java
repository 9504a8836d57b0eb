package dev.steno.smoke.springchat;

import dev.steno.smoke.ChatUsers;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** A chat application with a login, on servlets of whichever name Spring Boot has. */
@SpringBootApplication
public class ChatApplication {
  static final List<String> PATHS = List.of("/assistant", "/later", "/loop");

  /** Argument: the model's address. */
  public static void main(String[] args) throws Exception {
    SpringApplicationBuilder application =
        new SpringApplicationBuilder(ChatApplication.class)
            .properties(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "model.url=" + args[0]);
    try (ConfigurableApplicationContext context = application.run()) {
      String port = context.getEnvironment().getRequiredProperty("local.server.port");
      ChatUsers.speak(Integer.parseInt(port), PATHS);
    }
    // OkHttp's threads live on for a minute.
    System.exit(0);
  }

  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
    http.formLogin(Customizer.withDefaults());
    http.csrf(csrf -> csrf.disable());
    return http.build();
  }

  @Bean
  UserDetailsService users() {
    List<UserDetails> users = new ArrayList<>();
    for (int i = 0; i < ChatUsers.USERS; i++) {
      users.add(
          User.withUsername(ChatUsers.name(i))
              .password("{noop}" + ChatUsers.PASSWORD)
              .roles("USER")
              .build());
    }
    return new InMemoryUserDetailsManager(users);
  }
}
