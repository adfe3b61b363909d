package io.parley.storage.codec;

import io.parley.storage.contract.Caption;
import org.jspecify.annotations.Nullable;

/** Values of the {@code captions} topic: {@code {"v":1,"type":"utterance",…}}. */
public final class CaptionCodec {
  private static final SealedCodec<Caption> RECORDS = new SealedCodec<>(Caption.class, null);

  private CaptionCodec() {}

  public static byte[] encode(Caption record) {
    return RECORDS.encode(record);
  }

  /**
   * @throws FormatException if it isn't a known record, whole and of a known version
   */
  public static Caption decode(byte @Nullable [] json) throws FormatException {
    return RECORDS.decode(json);
  }
}
