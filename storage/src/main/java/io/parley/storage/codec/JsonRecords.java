package io.parley.storage.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.MediaCodec;
import io.parley.storage.contract.MediaSource;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.UserId;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of the contract as JSON: {@code {"v":1,"type":"participant-joined",…}}, with a field per
 * record component, ids and enums as texts, dates as ISO 8601, and null written out. Fields that a
 * reader doesn't know are skipped; a missing field, or null where the contract allows none, is a
 * {@link FormatException}.
 */
final class JsonRecords {
  static final int VERSION = 1;
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(contractTypes())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonRecords() {}

  static byte[] encode(String type, Record value) {
    ObjectNode node = MAPPER.createObjectNode().put("v", VERSION).put("type", type);
    node.setAll((ObjectNode) MAPPER.valueToTree(value));
    return bytes(node);
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (IOException e) {
      throw new IllegalStateException("a tree of nodes can always be written", e);
    }
  }

  /**
   * @throws FormatException if it isn't a JSON object with {@code v} and {@code type}
   */
  static ObjectNode parse(byte @Nullable [] json) throws FormatException {
    try {
      if (json != null
          && json.length > 0
          && MAPPER.readTree(json) instanceof ObjectNode node
          && node.path("v").canConvertToInt()
          && node.path("v").isIntegralNumber()
          && node.path("type").isTextual()) {
        return node;
      }
    } catch (IOException e) {
      throw new FormatException(Reason.MALFORMED, "not JSON: " + e.getMessage(), e);
    }
    throw new FormatException(Reason.MALFORMED, "not a JSON object with 'v' and 'type'");
  }

  static String typeOf(ObjectNode node) {
    return node.path("type").asText();
  }

  static boolean isNewer(ObjectNode node) {
    return node.path("v").asInt() > VERSION;
  }

  static void requireKnownVersion(ObjectNode node) throws FormatException {
    int version = node.path("v").asInt();
    if (version < 1 || version > VERSION) {
      throw new FormatException(
          Reason.UNKNOWN_VERSION, "version " + version + " of '" + typeOf(node) + "'");
    }
  }

  static <T> T read(ObjectNode node, Class<T> type) throws FormatException {
    try {
      T value = MAPPER.treeToValue(node, type);
      requireComplete(value, typeOf(node));
      return value;
    } catch (IOException | IllegalArgumentException | NullPointerException e) {
      // NullPointerException: a record copies its lists, and one was null
      throw new FormatException(
          Reason.MALFORMED, "'" + typeOf(node) + "': " + String.valueOf(e.getMessage()), e);
    }
  }

  /** Holds JSON to the contract's promise: what isn't marked nullable isn't null. */
  private static void requireComplete(Object value, String path) throws FormatException {
    if (value instanceof List<?> list) {
      for (Object element : list) {
        requireComplete(element, path);
      }
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        Object field = valueOf(component, value);
        if (field != null) {
          requireComplete(field, path + "." + component.getName());
        } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          throw new FormatException(
              Reason.MALFORMED, path + "." + component.getName() + " is null");
        }
      }
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Object owner) {
    try {
      return component.getAccessor().invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the contract's records are public", e);
    }
  }

  private static SimpleModule contractTypes() {
    SimpleModule module = new SimpleModule("contract");
    asText(module, MeetingId.class, MeetingId::value, MeetingId::new);
    asText(module, ParticipantId.class, ParticipantId::value, ParticipantId::new);
    asText(module, TrackId.class, TrackId::value, TrackId::new);
    asText(module, UserId.class, UserId::value, UserId::new);
    asText(module, LocalDate.class, LocalDate::toString, LocalDate::parse);
    asText(module, MediaSource.class, MediaSource::wireName, MediaSource::ofWireName);
    asText(module, MediaCodec.class, MediaCodec::mimeType, MediaCodec::ofMimeType);
    asEnum(module, MeetingEvent.EndReason.class);
    asEnum(module, MeetingEvent.LeaveReason.class);
    return module;
  }

  private static <E extends Enum<E>> void asEnum(SimpleModule module, Class<E> type) {
    asText(
        module,
        type,
        value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_')));
  }

  private static <T> void asText(
      SimpleModule module, Class<T> type, Function<T, String> write, Function<String, T> read) {
    module.addSerializer(
        type,
        new JsonSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(write.apply(value));
          }
        });
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            String text = in.getValueAsString();
            try {
              return read.apply(text == null ? "" : text);
            } catch (RuntimeException e) {
              throw context.weirdStringException(String.valueOf(text), type, e.getMessage());
            }
          }
        });
  }
}
