package io.parley.storage.codec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.parley.storage.codec.FormatException.Reason;
import io.parley.storage.contract.Minutes;
import org.jspecify.annotations.Nullable;

/** The stored minutes: {@code {"v":1,"type":"minutes",…}}. */
public final class MinutesCodec {
  private static final String TYPE = "minutes";

  private MinutesCodec() {}

  public static byte[] encode(Minutes minutes) {
    return JsonRecords.encode(TYPE, minutes);
  }

  /**
   * @throws FormatException if these are not minutes, whole and of a known version
   */
  public static Minutes decode(byte @Nullable [] json) throws FormatException {
    ObjectNode node = JsonRecords.parse(json);
    JsonRecords.requireKnownVersion(node);
    if (!JsonRecords.typeOf(node).equals(TYPE)) {
      throw new FormatException(
          Reason.UNKNOWN_TYPE, "record type '" + JsonRecords.typeOf(node) + "'");
    }
    return JsonRecords.read(node, Minutes.class);
  }
}
