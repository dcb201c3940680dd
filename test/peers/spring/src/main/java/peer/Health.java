// Appsmith's health endpoint with its blind spots: it waits for an answer of the stores, but does not look at it.
package peer;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.springframework.boot.actuate.data.mongo.MongoReactiveHealthIndicator;
import org.springframework.boot.actuate.data.redis.RedisReactiveHealthIndicator;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.observability.micrometer.Micrometer;
import reactor.core.publisher.Mono;

@RestController
class Health {
    private final ReactiveHealthIndicator redis;
    private final ReactiveHealthIndicator mongo;
    private final ObservationRegistry observations;

    Health(ReactiveRedisConnectionFactory redis, ReactiveMongoTemplate mongo, ObservationRegistry observations) {
        this.redis = new RedisReactiveHealthIndicator(redis);
        this.mongo = new MongoReactiveHealthIndicator(mongo);
        this.observations = observations;
    }

    @GetMapping("/api/v1/health")
    Mono<Map<String, Object>> health() {
        return Mono.zip(check("appsmith.health.redis", redis, 3), check("appsmith.health.mongo", mongo, 1))
            .map(both -> Envelope.of("All systems are up"));
    }

    private Mono<?> check(String name, ReactiveHealthIndicator indicator, int seconds) {
        return indicator.health()
            .timeout(Duration.ofSeconds(seconds))
            .onErrorMap(TimeoutException.class,
                e -> new AppsmithException(500, "Health check timed out", "AE-HLT-5000", "timeout"))
            .name(name)
            .tap(Micrometer.observation(observations));
    }

    /** The body in which Appsmith wraps every answer. */
    static final class Envelope {
        static Map<String, Object> of(Object data) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("responseMeta", Map.of("status", 200, "success", true));
            body.put("data", data);
            body.put("errorDisplay", "");
            return body;
        }
    }
}
