package io.parley.storage.contract;

/**
 * One meeting: one row of the catalogue, one run from start to end, one prefix of the object store.
 *
 * @param value 1–96 characters of {@code [A-Za-z0-9._-]}, starting with a letter or digit
 */
public record MeetingId(String value) {
  public MeetingId {
    Identifiers.check("meeting id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
