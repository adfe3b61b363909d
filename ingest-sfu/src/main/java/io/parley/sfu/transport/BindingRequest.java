package io.parley.sfu.transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.message.Request;
import org.ice4j.message.Response;
import org.ice4j.stack.StunStack;
import org.jspecify.annotations.Nullable;

/**
 * An ICE connectivity check (RFC 8445 §7, a STUN binding request of RFC 8489) and the answers to
 * it. ice4j reads and writes the message; what must hold for a check is asked here.
 */
final class BindingRequest {
  private static final int HEADER_LENGTH = 20;
  private static final int INTEGRITY_LENGTH = 24;
  private static final char ROLE_CONFLICT = 487;

  private final byte[] bytes;
  private final Request request;
  private final MessageIntegrityAttribute integrity;
  private final String localFragment;

  private BindingRequest(
      byte[] bytes, Request request, MessageIntegrityAttribute integrity, String localFragment) {
    this.bytes = bytes;
    this.request = request;
    this.integrity = integrity;
    this.localFragment = localFragment;
  }

  /** A check, or why it is none. */
  record Parsed(@Nullable BindingRequest request, @Nullable DropReason drop) {}

  /** Reads a datagram; a wrong FINGERPRINT is malformed. Integrity is left to {@link #isFrom}. */
  static Parsed parse(byte[] buf, int off, int len) {
    byte[] bytes = Arrays.copyOfRange(buf, off, off + len);
    Message message;
    try {
      message = Message.decode(bytes, 0, len);
    } catch (StunException | RuntimeException e) {
      return new Parsed(null, DropReason.STUN_MALFORMED);
    }
    if (!(message instanceof Request request)
        || message.getMessageType() != Message.BINDING_REQUEST) {
      return new Parsed(null, DropReason.STUN_UNEXPECTED);
    }
    if (!(message.getAttribute(Attribute.MESSAGE_INTEGRITY)
            instanceof MessageIntegrityAttribute integrity)
        || !(message.getAttribute(Attribute.USERNAME) instanceof UsernameAttribute user)
        || user.getLocationInMessage() > integrity.getLocationInMessage()
        || !message.containsAttribute(Attribute.FINGERPRINT)) {
      return new Parsed(null, DropReason.STUN_MALFORMED);
    }
    String name = new String(user.getUsername(), StandardCharsets.UTF_8);
    int colon = name.indexOf(':');
    if (colon <= 0) {
      return new Parsed(null, DropReason.STUN_MALFORMED);
    }
    return new Parsed(
        new BindingRequest(bytes, request, integrity, name.substring(0, colon)), null);
  }

  /** Our half of the user name: the fragment that we signalled. */
  String localFragment() {
    return localFragment;
  }

  /** Whether the sender knows our password (RFC 8489 §14.5). */
  boolean isFrom(String password) {
    int end = integrity.getLocationInMessage();
    byte[] signed = Arrays.copyOf(bytes, end);
    int length = end + INTEGRITY_LENGTH - HEADER_LENGTH;
    signed[2] = (byte) (length >> 8);
    signed[3] = (byte) length;
    byte[] expected = MessageIntegrityAttribute.calculateHmacSha1(signed, 0, end, key(password));
    return MessageDigest.isEqual(expected, integrity.getHmacSha1Content());
  }

  /** Whether the controlling side nominates this pair (RFC 8445 §7.3.1.5). */
  boolean nominates() {
    return isSigned(Attribute.USE_CANDIDATE);
  }

  /** Whether the peer thinks that we control, which a lite agent never does. */
  boolean isFromControlled() {
    return isSigned(Attribute.ICE_CONTROLLED);
  }

  /** Attributes behind MESSAGE-INTEGRITY could be anybody's (RFC 8489 §14.5). */
  private boolean isSigned(char type) {
    Attribute attribute = request.getAttribute(type);
    return attribute != null && attribute.getLocationInMessage() < integrity.getLocationInMessage();
  }

  /** The answer to a good check. */
  byte[] success(InetSocketAddress from, String password) {
    TransportAddress mapped =
        new TransportAddress(from.getAddress(), from.getPort(), Transport.UDP);
    return signed(MessageFactory.createBindingResponse(request, mapped), password);
  }

  /** Makes the peer take the controlling role (RFC 8445 §7.3.1.1). */
  byte[] roleConflict(String password) {
    return signed(MessageFactory.createBindingErrorResponse(ROLE_CONFLICT), password);
  }

  private byte[] signed(Response response, String password) {
    try {
      response.setTransactionID(request.getTransactionID());
    } catch (StunException e) {
      throw new IllegalStateException("the request's transaction id was good", e);
    }
    return encode(response, password);
  }

  /** Adds integrity by {@code password} and a fingerprint, and writes the message. */
  static byte[] encode(Message message, String password) {
    message.putAttribute(new KeyedIntegrity(key(password)));
    message.putAttribute(org.ice4j.attribute.AttributeFactory.createFingerprintAttribute());
    return KeyedIntegrity.encode(message);
  }

  private static byte[] key(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** MESSAGE-INTEGRITY by a key at hand rather than one looked up in a stack of ice4j's. */
  private static final class KeyedIntegrity extends MessageIntegrityAttribute {
    private final byte[] key;

    KeyedIntegrity(byte[] key) {
      this.key = key;
    }

    /** Only attributes such as this one would ask the stack, and this one does not. */
    @SuppressWarnings("NullAway")
    static byte[] encode(Message message) {
      return message.encode(null);
    }

    @Override
    public byte[] encode(StunStack unused, byte[] content, int off, int len) {
      byte[] out = new byte[INTEGRITY_LENGTH];
      out[1] = (byte) getAttributeType();
      out[3] = (byte) DATA_LENGTH;
      byte[] hash = calculateHmacSha1(content, off, len, key);
      System.arraycopy(hash, 0, out, INTEGRITY_LENGTH - DATA_LENGTH, DATA_LENGTH);
      return out;
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
