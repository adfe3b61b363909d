package io.parley.storage.contract;

/**
 * One record of the {@code rtp} topic: a packet as the SFU received and decrypted it, or the tick
 * that lets time pass where nobody sends.
 */
public sealed interface RtpRecord {

  /** When it reached the SFU. This is also the Kafka record timestamp (rounded to milliseconds). */
  long arrivalEpochMicros();

  /**
   * A raw RTP packet or RTCP sender report (told apart by RFC 5761 §4).
   *
   * @param track what the packet belongs to
   * @param meetingStartEpochMicros zero of the meeting clock
   * @param arrivalEpochMicros SFU wall clock at reception
   * @param tapSequence counts every packet the tap accepted for this track from 0; a hole is a
   *     packet the tap had to drop
   * @param packet the bytes from the RTP/RTCP header on, decrypted, unchanged; not copied
   */
  record Packet(
      TrackDescription track,
      long meetingStartEpochMicros,
      long arrivalEpochMicros,
      long tapSequence,
      byte[] packet)
      implements RtpRecord {

    /** Arrival on the meeting clock, microseconds; negative only for a packet before the start. */
    public long arrivalMicros() {
      return arrivalEpochMicros - meetingStartEpochMicros;
    }
  }

  /**
   * Written by the SFU to <em>every partition</em> of {@code rtp} and {@code meeting-events} twice
   * a second while a meeting runs and for {@link #AFTER_MEETING_MICROS} after it, so that event
   * time (arrival time) advances in readers without any wall-clock rule and replay gives the same
   * cuts.
   *
   * @param sfuId which SFU ticks
   */
  record Tick(String sfuId, long arrivalEpochMicros) implements RtpRecord {
    public static final long PERIOD_MICROS = 500_000;
    public static final long AFTER_MEETING_MICROS = 30_000_000;
  }
}
