package io.parley.storage.contract;

/**
 * One person's presence in one meeting; the same person joining from a second browser is a second
 * participant.
 *
 * @param value 1–96 characters of {@code [A-Za-z0-9._-]}, starting with a letter or digit
 */
public record ParticipantId(String value) {
  public ParticipantId {
    Identifiers.check("participant id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
