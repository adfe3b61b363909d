package io.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Holds every answer of the integration tests to what {@code openapi.json} says of it. */
final class ApiContract {
  private static final String API = "/api/v1";
  private static final JsonNode DOCUMENT = read();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders -> loaders.schemas(Map.of("urn:openapi", DOCUMENT.toString()))));
  private static final Map<String, JsonSchema> COMPILED = new ConcurrentHashMap<>();

  private ApiContract() {}

  /** {@code GET /meetings/{id}} for each operation of the document. */
  static List<String> documented() {
    List<String> operations = new ArrayList<>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  static void check(String method, String uri, Browser.Answer answer) {
    String path = uri.replaceAll("\\?.*", "");
    if (!path.startsWith(API)) {
      return;
    }
    Optional<String> template = templateOf(path.substring(API.length()));
    if (template.isEmpty()) {
      assertThat(answer.status()).as(path + " is not documented").isIn(401, 403, 404, 405);
      return;
    }
    String verb = method.toLowerCase(Locale.ROOT);
    if (DOCUMENT.path("paths").path(template.get()).path(verb).isMissingNode()) {
      assertThat(answer.status()).as(method + " " + path).isIn(403, 404, 405);
      return;
    }
    JsonNode responses = DOCUMENT.path("paths").path(template.get()).path(verb).path("responses");
    String status = Integer.toString(answer.status());
    assertThat(responses.has(status) || answer.status() >= 400)
        .as(method + " " + path + " answered " + status + ", which is not documented")
        .isTrue();
    validate(template.get(), verb, responses.has(status) ? status : "default", answer);
  }

  private static void validate(String template, String verb, String status, Browser.Answer answer) {
    String type = answer.headers().getOrDefault("content-type", "").replaceAll(";.*", "");
    JsonNode content = response(template, verb, status).path("content");
    boolean fromJetty = answer.status() == 400 && type.equals("text/html");
    if (fromJetty || answer.bytes().length == 0 || content.has("*/*") || content.isMissingNode()) {
      return;
    }
    assertThat(content.has(type))
        .as("%s %s answered %s of type '%s'", verb, template, status, type)
        .isTrue();
    if (content.path(type).has("schema")) {
      String pointer =
          "#/paths/%s/%s/responses/%s/content/%s/schema"
              .formatted(escaped(template), verb, status, escaped(type));
      assertThat(schema(pointer).validate(answer.json()))
          .as(() -> verb + " " + template + ": " + answer.text())
          .isEmpty();
    }
  }

  private static JsonNode response(String template, String verb, String status) {
    return DOCUMENT.path("paths").path(template).path(verb).path("responses").path(status);
  }

  private static JsonSchema schema(String pointer) {
    return COMPILED.computeIfAbsent(
        pointer, at -> SCHEMAS.getSchema(SchemaLocation.of("urn:openapi" + at)));
  }

  private static String escaped(String step) {
    return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }

  /** The template with the most literal text among those that match. */
  private static Optional<String> templateOf(String path) {
    String best = null;
    for (Map.Entry<String, JsonNode> template : DOCUMENT.path("paths").properties()) {
      String pattern =
          Pattern.compile("\\{(\\w+)}")
              .matcher(Pattern.quote(template.getKey()))
              .replaceAll(m -> m.group(1).equals("path") ? "\\\\E.+\\\\Q" : "\\\\E[^/]+\\\\Q");
      if (path.matches(pattern) && (best == null || !template.getKey().contains("{"))) {
        best = template.getKey();
      }
    }
    return Optional.ofNullable(best);
  }

  private static JsonNode read() {
    try (InputStream in = ApiContract.class.getResourceAsStream("/io/parley/web/openapi.json")) {
      return Browser.JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
