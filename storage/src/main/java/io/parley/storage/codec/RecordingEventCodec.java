package io.parley.storage.codec;

import io.parley.storage.contract.RecordingEvent;
import org.jspecify.annotations.Nullable;

/** Values of the {@code recordings} topic: {@code {"v":1,"type":"segment-stored",…}}. */
public final class RecordingEventCodec {
  private static final SealedCodec<RecordingEvent> RECORDS =
      new SealedCodec<>(RecordingEvent.class, null);

  private RecordingEventCodec() {}

  public static byte[] encode(RecordingEvent record) {
    return RECORDS.encode(record);
  }

  /**
   * @throws FormatException if it isn't a known record, whole and of a known version
   */
  public static RecordingEvent decode(byte @Nullable [] json) throws FormatException {
    return RECORDS.decode(json);
  }
}
