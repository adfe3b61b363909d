package io.parley.standalone;

import io.parley.storage.catalogue.Account;
import io.parley.storage.catalogue.Accounts;
import io.parley.storage.catalogue.Catalogue;
import io.parley.storage.contract.UserId;
import io.parley.web.access.Passwords;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The account that exists before anybody registered: the administrator's.
 *
 * @param password as made just now; empty when it was made at an earlier start
 */
record FirstAccount(String email, Optional<String> password) {
  private static final String EMAIL = "admin@parley.local";
  private static final UserId ID = new UserId("admin");

  /** Without characters that are easily taken for one another. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRSTUVWXYZ2345679";

  private static final int LENGTH = 16;

  /** Makes the account at the very first start, or gives it a new password when asked to. */
  static FirstAccount ensure(Catalogue catalogue, boolean reset) {
    Accounts accounts = catalogue.accounts();
    SecureRandom random = new SecureRandom();
    Optional<Account> existing = accounts.findByEmail(EMAIL);
    if (existing.isPresent() && !reset) {
      return new FirstAccount(EMAIL, Optional.empty());
    }
    String password = random(random);
    String hash = new Passwords(random).hash(password);
    if (existing.isPresent()) {
      accounts.changePasswordHash(existing.get().id(), hash);
    } else {
      accounts.create(ID, EMAIL, "Administrator", hash, Instant.now());
    }
    return new FirstAccount(EMAIL, Optional.of(password));
  }

  /** For the person at the terminal. */
  String sentence() {
    return password
        .map(made -> email + "  password: " + made + "  (shown only now)")
        .orElse(
            email + "  (password as printed at the first start; --reset-admin makes a new one)");
  }

  private static String random(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
