package io.parley.storage.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.FormatException.Reason;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records under one sealed interface, told apart by {@code type}: their names in kebab case. */
final class SealedCodec<T> {
  private final Map<String, Class<? extends T>> types = new HashMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();

  /**
   * @param sealed whose cases are all records
   * @param except a case that is not written, such as the one for unknown types
   */
  SealedCodec(Class<T> sealed, @Nullable Class<? extends T> except) {
    for (Class<?> type : sealed.getPermittedSubclasses()) {
      if (type != except) {
        String name = kebab(type.getSimpleName());
        types.put(name, type.asSubclass(sealed));
        names.put(type, name);
      }
    }
  }

  byte[] encode(T value) {
    String name = names.get(value.getClass());
    if (name == null) {
      throw new IllegalArgumentException("not a record to write: " + value.getClass());
    }
    return JsonRecords.encode(name, (Record) value);
  }

  /** The record type of a wire name; null if this version has none of that name. */
  @Nullable Class<? extends T> typeNamed(String name) {
    return types.get(name);
  }

  T decode(byte @Nullable [] json) throws FormatException {
    ObjectNode node = JsonRecords.parse(json);
    JsonRecords.requireKnownVersion(node);
    String name = JsonRecords.typeOf(node);
    Class<? extends T> type = types.get(name);
    if (type == null) {
      throw new FormatException(Reason.UNKNOWN_TYPE, "record type '" + name + "'");
    }
    return JsonRecords.read(node, type);
  }

  private static String kebab(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
