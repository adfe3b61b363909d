package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document speaks of every route, and of no other. */
@ExtendWith(WebBedExtension.class)
class OpenApiIT {

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere(WebBed bed) {
    assertThat(bed.web.apiRoutes())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(ApiContract.documented());
  }

  @Test
  void theDocumentIsServed(WebBed bed) {
    var document = bed.browser().get("/api/v1/openapi.json").expect(200).json();
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
  }

  @Test
  void aWrongAnswerWouldBeFound() {
    byte[] wrong = "{\"status\":\"fine\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var headers = java.util.Map.of("content-type", "application/json");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                ApiContract.check(
                    "GET", "/api/v1/healthz", new Browser.Answer(200, headers, wrong)))
        .isInstanceOf(AssertionError.class);
  }
}
