// The actuator behind HTTP basic: any user name, the password of APPSMITH_INTERNAL_PASSWORD; unset means always 401.
package peer;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import reactor.core.publisher.Mono;

@Configuration
class Security {
    @Bean
    SecurityWebFilterChain chain(ServerHttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
            .authorizeExchange(routes -> routes
                .pathMatchers("/actuator/**", "/api/v1/secret/**").authenticated()
                .anyExchange().permitAll())
            .httpBasic(Customizer.withDefaults())
            .build();
    }

    @Bean
    ReactiveAuthenticationManager internalPassword(@Value("${APPSMITH_INTERNAL_PASSWORD:}") String password) {
        return given -> {
            if (password.isEmpty() || !password.equals(given.getCredentials())) {
                return Mono.error(new BadCredentialsException("wrong password"));
            }
            return Mono.just(new UsernamePasswordAuthenticationToken("internal", null, List.of()));
        };
    }
}
