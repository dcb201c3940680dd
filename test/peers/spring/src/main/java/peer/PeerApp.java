// The Spring Boot application: everything else is found by scanning this package.
package peer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class PeerApp {
    public static void main(String[] args) {
        SpringApplication.run(PeerApp.class, args);
    }
}
