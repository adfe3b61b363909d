package io.parley.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.parley.web.http.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads request bodies field by field, and writes answers. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /** Answers with a value as JSON. */
  static void answer(Context ctx, Object value) {
    try {
      ctx.contentType("application/json").result(MAPPER.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers are plain values", e);
    }
  }

  static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("answers are plain values", e);
    }
  }

  /**
   * The body of a request.
   *
   * @throws Problem 415 if it isn't called JSON, 400 if it isn't a JSON object
   */
  static ObjectNode body(Context ctx) {
    String type = ctx.contentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw Problem.of(415, "json-expected", "Send application/json.");
    }
    try {
      if (MAPPER.readTree(ctx.bodyAsBytes()) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw Problem.of(400, "malformed-json", "The body is not JSON.");
    }
    throw Problem.of(400, "malformed-json", "The body is not a JSON object.");
  }

  /**
   * A text that must be there, without white space around it.
   *
   * @throws Problem 422 {@code required} or {@code too-long}
   */
  static String text(ObjectNode body, String field, int longest) {
    String text = optionalText(body, field, longest);
    if (text == null || text.isEmpty()) {
      throw Problem.field(field, "required", field + " is missing");
    }
    return text;
  }

  static @Nullable String optionalText(ObjectNode body, String field, int longest) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw Problem.field(field, "text-expected", field + " must be a text");
    }
    String text = value.textValue().strip();
    if (text.length() > longest) {
      throw Problem.field(field, "too-long", field + " has more than " + longest + " characters");
    }
    if (text.chars().anyMatch(c -> c < 0x20 && c != '\n' && c != '\t')) {
      throw Problem.field(field, "control-characters", field + " has control characters");
    }
    return text;
  }

  static boolean flag(ObjectNode body, String field, boolean otherwise) {
    JsonNode value = body.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw Problem.field(field, "true-or-false-expected", field + " must be true or false");
    }
    return value.booleanValue();
  }

  static @Nullable Instant instant(ObjectNode body, String field) {
    String text = optionalText(body, field, 40);
    if (text == null || text.isEmpty()) {
      return null;
    }
    return parseInstant(field, text);
  }

  /**
   * @throws Problem 422 {@code not-a-time} if the text isn't ISO 8601 with an offset
   */
  static Instant parseInstant(String field, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Problem.field(field, "not-a-time", field + " must be like 2026-03-04T09:00:00Z");
    }
  }
}
