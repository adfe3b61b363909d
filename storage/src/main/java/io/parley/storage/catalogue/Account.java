package io.parley.storage.catalogue;

import io.parley.storage.contract.UserId;
import java.time.Instant;

/**
 * A registered person.
 *
 * @param email as typed; unique without regard to case
 * @param passwordHash Argon2id in PHC string format
 * @param admin may see the server's status; the first account is
 */
public record Account(
    UserId id,
    String email,
    String displayName,
    String passwordHash,
    boolean admin,
    Instant createdAt) {

  /** Never shows the hash. */
  @Override
  public String toString() {
    return "Account[" + id + ", " + email + "]";
  }
}
