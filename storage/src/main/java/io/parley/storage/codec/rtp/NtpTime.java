package io.parley.storage.codec.rtp;

/**
 * NTP timestamps (RFC 5905 §6): seconds since 1900-01-01 in 32.32 fixed point, held in a {@code
 * long} read as unsigned. Era 0 ends in February 2036; times before 1968 are taken as era 1.
 */
public final class NtpTime {
  /** Seconds from 1900-01-01 to 1970-01-01. */
  public static final long EPOCH_OFFSET_SECONDS = 2_208_988_800L;

  private static final long ERA_SECONDS = 1L << 32;

  private NtpTime() {}

  public static long ofEpochMicros(long epochMicros) {
    long seconds = Math.floorDiv(epochMicros, 1_000_000L);
    long micros = Math.floorMod(epochMicros, 1_000_000L);
    long fraction = ((micros << 32) + 500_000L) / 1_000_000L;
    return ((seconds + EPOCH_OFFSET_SECONDS) << 32) + fraction;
  }

  /** Rounded to the nearest microsecond, so that microseconds survive the way there and back. */
  public static long toEpochMicros(long ntp) {
    long seconds = ntp >>> 32;
    if (seconds < 1L << 31) {
      seconds += ERA_SECONDS;
    }
    long micros = ((ntp & 0xffff_ffffL) * 1_000_000L + (1L << 31)) >>> 32;
    return (seconds - EPOCH_OFFSET_SECONDS) * 1_000_000L + micros;
  }

  /** The middle 32 bits, as in the LSR field of report blocks (RFC 3550 §6.4.1). */
  public static long middle(long ntp) {
    return (ntp >>> 16) & 0xffff_ffffL;
  }

  /** A duration in 16.16 fixed point seconds, as DLSR is, in microseconds. */
  public static long shortToMicros(long units) {
    return (units * 1_000_000L + 0x8000) >> 16;
  }

  /** A duration in microseconds as 16.16 fixed point seconds, 0…2³²-1; saturates at both ends. */
  public static long microsToShort(long micros) {
    if (micros <= 0) {
      return 0;
    }
    long seconds = micros / 1_000_000L;
    return seconds > 0xffff ? 0xffff_ffffL : ((micros << 16) + 500_000L) / 1_000_000L;
  }

  /**
   * Round-trip time by RFC 3550 §6.4.1: arrival minus last sender report minus delay there.
   *
   * @param arrivalNtp when the report block came
   * @param lastSenderReport its LSR, not 0
   * @param delay its DLSR
   * @return microseconds, at least 0
   */
  public static long roundTripMicros(long arrivalNtp, long lastSenderReport, long delay) {
    int units = (int) (middle(arrivalNtp) - lastSenderReport - delay);
    return Math.max(0, shortToMicros(units));
  }
}
