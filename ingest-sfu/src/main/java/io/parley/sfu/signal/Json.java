package io.parley.sfu.signal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** JSON of the signalling protocol. Unknown fields are ignored, so that clients may be newer. */
final class Json {
  private static final int MAX_DEPTH = 32;

  private static final ObjectMapper MAPPER = build();

  private Json() {}

  private static ObjectMapper build() {
    ObjectMapper mapper =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());
    return mapper;
  }

  static JsonNode parse(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /**
   * @throws JsonProcessingException if the node is no such value; the message names the field
   */
  static <T> T read(JsonNode node, Class<T> type) throws JsonProcessingException {
    T value = MAPPER.treeToValue(node, type);
    if (value == null) {
      throw JsonMappingException.from((JsonParser) null, "data is missing");
    }
    return value;
  }

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass(), e);
    }
  }
}
