// An error with a title and a code, answered and measured the way Appsmith's own are.
package peer;

import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

public class AppsmithException extends RuntimeException {
    final int status;
    final String title;
    final String code;

    AppsmithException(int status, String title, String code, String message) {
        super(message);
        this.status = status;
        this.title = title;
        this.code = code;
    }

    @RestControllerAdvice
    static class Handler {
        @ExceptionHandler(AppsmithException.class)
        ResponseEntity<Map<String, Object>> answer(AppsmithException e, ServerWebExchange exchange) {
            // A handled exception is not in the meters unless it is handed to the observation.
            ServerRequestObservationContext.findCurrent(exchange.getAttributes()).ifPresent(c -> c.setError(e));
            Map<String, Object> error = Map.of("code", e.code, "title", e.title, "message", e.getMessage());
            Map<String, Object> meta = Map.of("status", e.status, "success", false, "error", error);
            return ResponseEntity.status(e.status).body(Map.of("responseMeta", meta, "errorDisplay", ""));
        }
    }
}
