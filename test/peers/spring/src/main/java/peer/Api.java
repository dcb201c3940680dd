// The endpoints that give the meters their shapes: ids in paths, queries by plugin, logins, git, errors of every kind.
package peer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Map;
import org.springframework.data.mongodb.core.ReactiveMongoTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.observability.micrometer.Micrometer;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/api/v1")
class Api {
    private final ObservationRegistry observations;
    private final MeterRegistry meters;
    private final ReactiveMongoTemplate mongo;
    private final ReactiveStringRedisTemplate redis;

    Api(ObservationRegistry observations, MeterRegistry meters, ReactiveMongoTemplate mongo,
        ReactiveStringRedisTemplate redis) {
        this.observations = observations;
        this.meters = meters;
        this.mongo = mongo;
        this.redis = redis;
    }

    @GetMapping("/applications/{id}")
    Mono<Map<String, Object>> application(@PathVariable String id) {
        if (id.equals("missing")) {
            return Mono.error(new AppsmithException(404, "Unable to find resource", "AE-ACL-4004", "no " + id));
        }
        return Mono.just(Health.Envelope.of(id));
    }

    @GetMapping("/pages/{pageId}/actions/{actionId}")
    Mono<Map<String, Object>> action(@PathVariable String pageId, @PathVariable int actionId) {
        return Mono.just(Health.Envelope.of(actionId));
    }

    /** Answers 200 also where the query failed, as Appsmith does. */
    @PostMapping("/actions/execute")
    Mono<Map<String, Object>> execute(@RequestParam(defaultValue = "Postgres") String plugin,
                                      @RequestParam(defaultValue = "5") long ms) {
        String executor = "com.external.plugins." + plugin + "Plugin$" + plugin + "PluginExecutor";
        Mono<Map<String, Object>> query = Mono.delay(Duration.ofMillis(ms)).map(Health.Envelope::of);
        for (String meter : new String[] {"get.datasource.context", "actualApiCall", "total.plugin.execution",
            "pluginExecuteCommon", "total.server.execution"}) {
            query = query.name("appsmith." + meter).tag("plugin", executor).tag("user", "stripped")
                .tap(Micrometer.observation(observations));
        }
        return query;
    }

    @GetMapping("/consolidated-api/view")
    Mono<Map<String, Object>> page() {
        return timed("appsmith.consolidated-api.view.root", 2);
    }

    @PostMapping("/git/commit/{appId}")
    Mono<Map<String, Object>> commit(@PathVariable String appId) {
        return timed("appsmith.git.fs_commit", 20).then(timed("appsmith.git.jgit_push", 30));
    }

    @PostMapping("/login")
    Mono<Map<String, Object>> login(@RequestParam(defaultValue = "true") boolean ok) {
        if (ok) {
            meters.timer("appsmith.login_total", "source", "form").record(Duration.ofMillis(1));
            return Mono.just(Health.Envelope.of(true));
        }
        meters.counter("appsmith.login_failure", "source", "form", "message",
            "Unable to find \"user@example.com\"\\ \nline2 {x}").increment();
        return Mono.error(new AppsmithException(401, "Login failed", "AE-AUT-4001", "wrong password"));
    }

    /** One read of each store, so that both drivers have meters. */
    @GetMapping("/tenants/current")
    Mono<Map<String, Object>> tenant() {
        Mono<Boolean> stored = mongo.collectionExists("tenant");
        return Mono.zip(stored, redis.hasKey("tenant")).map(both -> Health.Envelope.of(both.getT1()));
    }

    @GetMapping("/slow")
    Mono<Map<String, Object>> slow(@RequestParam long ms) {
        return Mono.delay(Duration.ofMillis(ms)).map(Health.Envelope::of);
    }

    @GetMapping("/boom/{kind}")
    Mono<Map<String, Object>> boom(@PathVariable String kind) {
        return Mono.error(switch (kind) {
            case "null" -> new NullPointerException();
            case "status" -> new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE);
            default -> new AppsmithException(500,
                "Internal server error while processing request {\"a\":1}\nsecond line \\ back", "AE-APP-5000", kind);
        });
    }

    private Mono<Map<String, Object>> timed(String name, long ms) {
        return Mono.delay(Duration.ofMillis(ms)).map(Health.Envelope::of)
            .name(name).tap(Micrometer.observation(observations));
    }
}
