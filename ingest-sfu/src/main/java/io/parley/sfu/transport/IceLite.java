package io.parley.sfu.transport;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * ICE-lite state of one transport (RFC 8445 §2.5): credentials, addresses that passed a check, and
 * the pair in use. It sends no checks of its own; the peer's are its proof of consent (RFC 7675
 * §5.1). Confined to the transport's event loop, except {@link #current}.
 */
final class IceLite {
  /** Addresses kept at once; a browser has a handful, an attacker without password none. */
  static final int MAX_ADDRESSES = 16;

  private static final char[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray();

  /** What a good check changed. */
  record Outcome(boolean newAddress, @Nullable InetSocketAddress forgotten, boolean restarted) {}

  private final SecureRandom random;
  private volatile IceParameters current;
  private @Nullable IceParameters previous;
  private final Deque<InetSocketAddress> valid = new ArrayDeque<>();
  private @Nullable InetSocketAddress selected;
  private int selectedChanges;
  private long lastCheckNanos;

  IceLite(SecureRandom random, long nowNanos) {
    this.random = random;
    this.current = parameters(random);
    this.lastCheckNanos = nowNanos;
  }

  /** 8 and 24 ice-chars: 48 and 144 bits of chance (RFC 8445 §5.3 asks for 24 and 128). */
  private static IceParameters parameters(SecureRandom random) {
    return new IceParameters(text(random, 8), text(random, 24), true);
  }

  private static String text(SecureRandom random, int length) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      text[i] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    return new String(text);
  }

  /** Any thread. */
  IceParameters current() {
    return current;
  }

  /** The credentials before a restart, until the new ones are used. */
  @Nullable IceParameters previous() {
    return previous;
  }

  /**
   * Makes new credentials.
   *
   * @return those that are no longer answered, if an earlier restart was never used
   */
  @Nullable IceParameters restart() {
    IceParameters given = current;
    IceParameters unanswered = null;
    if (previous == null) {
      previous = given;
    } else {
      unanswered = given;
    }
    current = parameters(random);
    return unanswered;
  }

  /** The password that goes with one of our fragments, or null if it is not ours (any more). */
  @Nullable String passwordOf(String fragment) {
    if (current.usernameFragment().equals(fragment)) {
      return current.password();
    }
    IceParameters before = previous;
    return before != null && before.usernameFragment().equals(fragment) ? before.password() : null;
  }

  /**
   * A check with the right password came. A nomination moves the pair in use; until the first
   * nomination, the first address to pass a check is used.
   */
  Outcome passed(BindingRequest check, InetSocketAddress from, long nowNanos) {
    lastCheckNanos = nowNanos;
    boolean isNew = !isValid(from);
    InetSocketAddress forgotten = null;
    if (isNew) {
      if (valid.size() == MAX_ADDRESSES) {
        forgotten = forgetOldest();
      }
      valid.add(from);
    }
    if (selected == null) {
      selected = from;
    } else if (check.nominates() && !TcpPeer.same(from, selected)) {
      selected = from;
      selectedChanges++;
    }
    boolean restarted =
        previous != null && check.localFragment().equals(current.usernameFragment());
    return new Outcome(isNew, forgotten, restarted);
  }

  private InetSocketAddress forgetOldest() {
    InetSocketAddress oldest = valid.remove();
    if (selected != null && TcpPeer.same(oldest, selected)) {
      valid.add(oldest);
      oldest = valid.remove();
    }
    return oldest;
  }

  /** Whether an address passed a check, and is still remembered. */
  boolean isValid(InetSocketAddress address) {
    for (InetSocketAddress one : valid) {
      if (TcpPeer.same(one, address)) {
        return true;
      }
    }
    return false;
  }

  /** A connection closed: what goes out takes the newest other way that is left, if any. */
  void lost(TcpPeer connection) {
    valid.removeIf(one -> TcpPeer.same(one, connection));
    if (selected != null && TcpPeer.same(selected, connection)) {
      selected = valid.peekLast();
      selectedChanges++;
    }
  }

  /** The restart is complete; the credentials before it end. */
  void forgetPrevious() {
    previous = null;
  }

  /** Where to send; null before the first check. */
  @Nullable InetSocketAddress selected() {
    return selected;
  }

  int selectedChanges() {
    return selectedChanges;
  }

  Deque<InetSocketAddress> valid() {
    return valid;
  }

  long nanosSinceCheck(long nowNanos) {
    return nowNanos - lastCheckNanos;
  }

  /** Starts to wait for checks from now, where none were expected before. */
  void expectChecksFrom(long nowNanos) {
    lastCheckNanos = Math.max(lastCheckNanos, nowNanos);
  }
}
