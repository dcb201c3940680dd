// How meters are named and tagged: tags stripped from Appsmith's own, errorCode on requests, Reactor Netty by raw path.
package peer;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.ObservationPredicate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.boot.web.embedded.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;

@Configuration
class Meters {
    private static final Map<String, Set<String>> KEPT = Map.of(
        "appsmith.total.plugin.execution", Set.of("plugin"),
        "appsmith.total.server.execution", Set.of("plugin"),
        "appsmith.get.datasource.context", Set.of("plugin"),
        "appsmith.pluginExecuteCommon", Set.of("plugin"),
        "appsmith.actualApiCall", Set.of("plugin"),
        "appsmith.login_total", Set.of("source"),
        "appsmith.login_failure", Set.of("source", "message"));

    @Bean
    MeterFilter stripTags() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (!id.getName().startsWith("appsmith")) return id;
                Set<String> kept = KEPT.getOrDefault(id.getName(), Set.of());
                List<Tag> tags = id.getTags().stream().filter(tag -> kept.contains(tag.getKey())).toList();
                return id.replaceTags(tags);
            }
        };
    }

    /** The actuator's own requests, and those that steer the peer, are not counted. */
    @Bean
    ObservationPredicate onlyTheApi() {
        return (name, context) -> {
            if (!(context instanceof ServerRequestObservationContext server)) return true;
            String path = server.getCarrier().getPath().value();
            return !path.startsWith("/actuator") && !path.startsWith("/peer");
        };
    }

    @Bean
    DefaultServerRequestObservationConvention errorCode() {
        return new DefaultServerRequestObservationConvention() {
            @Override
            public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
                boolean known = context.getError() instanceof AppsmithException;
                AppsmithException e = known ? (AppsmithException) context.getError() : null;
                // HTTP status alone does not tell Appsmith's errors apart.
                return super.getLowCardinalityKeyValues(context)
                    .and(KeyValue.of("exception", known ? e.title : "none"))
                    .and(KeyValue.of("errorCode", known ? e.code : "none"));
            }
        };
    }

    @Bean
    WebServerFactoryCustomizer<NettyReactiveWebServerFactory> rawPaths() {
        return factory -> factory.addServerCustomizers(server -> server.metrics(true, Function.identity()));
    }
}
