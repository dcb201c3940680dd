// What a test steers the peer with: real requests against itself, or many series at once.
package peer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.reactive.context.ReactiveWebServerApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping("/peer")
class Steering {
    private static final String[] PLUGINS = {"Postgres", "Mongo", "RestApi"};
    private final MeterRegistry meters;
    private final ReactiveWebServerApplicationContext server;

    Steering(MeterRegistry meters, ReactiveWebServerApplicationContext server) {
        this.meters = meters;
        this.server = server;
    }

    /** n rounds over all endpoints; answers the number of requests made. */
    @GetMapping("/traffic")
    Mono<Integer> traffic(@RequestParam(defaultValue = "1") int n) {
        WebClient client = WebClient.create("http://127.0.0.1:" + server.getWebServer().getPort());
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < n; i++) requests.addAll(round(i));
        return Flux.fromIterable(requests)
            .flatMap(request -> send(client, request), 16)
            .count().map(Long::intValue);
    }

    /** Registers request timers for `uris` templated paths, about 0.5 KB of exposition each. */
    @GetMapping("/inflate")
    Mono<Integer> inflate(@RequestParam int uris, @RequestParam(defaultValue = "false") boolean ids) {
        for (int i = 0; i < uris; i++) {
            String end = ids ? String.format("%024x", 0x5f00000000L + i) : "{id}";
            String uri = ids ? "/api/v1/resource" + i % 50 + "/" + end : "/api/v1/resource" + i + "/" + end;
            meters.timer("http.server.requests", Tags.of("uri", uri, "method", "GET", "status", "200",
                "outcome", "SUCCESS", "exception", "none", "error", "none", "errorCode", "none"))
                .record(Duration.ofMillis(i % 100 + 1));
        }
        return Mono.just(uris);
    }

    private static List<String> round(int i) {
        String id = String.format("%024x", 0x64a1b2c3d4L + i);
        return List.of("GET /api/v1/health", "GET /api/v1/tenants/current", "GET /api/v1/consolidated-api/view",
            "GET /api/v1/applications/" + id, "GET /api/v1/applications/missing",
            "GET /api/v1/pages/" + id + "/actions/" + i, "GET /api/v1/pages/" + id + "/actions/notanint",
            "POST /api/v1/actions/execute?plugin=" + PLUGINS[i % 3] + "&ms=" + (5 + i % 20),
            "POST /api/v1/login", "POST /api/v1/login?ok=false", "POST /api/v1/git/commit/" + id,
            "GET /api/v1/boom/app", "GET /api/v1/boom/null", "GET /api/v1/boom/status", "DELETE /api/v1/login",
            "GET /api/v1/secret/x", "GET /no/such/" + id, "GET /api/v1/slow?ms=10");
    }

    private static Mono<Integer> send(WebClient client, String request) {
        String[] parts = request.split(" ");
        return client.method(HttpMethod.valueOf(parts[0])).uri(parts[1])
            .exchangeToMono(response -> response.releaseBody().thenReturn(response.statusCode().value()));
    }
}
