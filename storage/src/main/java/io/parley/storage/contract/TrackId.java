package io.parley.storage.contract;

/**
 * One published audio or video track; derived as {@code participantId.source.n}, with n counting
 * from 1.
 *
 * @param value 1–96 characters of {@code [A-Za-z0-9._-]}, starting with a letter or digit
 */
public record TrackId(String value) {
  public TrackId {
    Identifiers.check("track id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
