package io.parley.storage.contract;

/**
 * A registered account.
 *
 * @param value 1–96 characters of {@code [A-Za-z0-9._-]}, starting with a letter or digit
 */
public record UserId(String value) {
  public UserId {
    Identifiers.check("user id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
