package io.parley.sfu.sdp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session description (RFC 8866), as far as offer and answer need it: attributes and media
 * sections. Times, bandwidths and connection addresses say nothing where ICE is used, and are
 * passed over.
 *
 * @param attributes of the session, those before the first {@code m=} line
 */
public record SessionDescription(List<Attribute> attributes, List<MediaSection> media) {
  /** Longer descriptions are refused; the largest of browsers have some 20 KiB. */
  public static final int MAX_LENGTH = 256 * 1024;

  private static final int MAX_SECTIONS = 64;
  private static final int MAX_ATTRIBUTES = 2_000;

  public SessionDescription {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /**
   * Reads a description; lines may end with CRLF or LF.
   *
   * @throws SdpException if it is none
   */
  public static SessionDescription parse(String text) throws SdpException {
    List<String> lines = lines(text);
    if (lines.isEmpty() || !lines.get(0).equals("v=0")) {
      throw SdpException.malformed("a session description begins with v=0");
    }
    return parseLines(lines);
  }

  /** Everything but the demand for {@code v=0}, which fragments do not have (RFC 8840 §9). */
  static SessionDescription parseLines(List<String> lines) throws SdpException {
    List<Attribute> session = new ArrayList<>();
    List<MediaSection> sections = new ArrayList<>();
    @Nullable MediaSection open = null;
    List<Attribute> own = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith("m=")) {
        if (open != null) {
          sections.add(open.with(own));
        }
        open = MediaSection.parse(line.substring(2));
        own = new ArrayList<>();
      } else if (line.startsWith("a=")) {
        List<Attribute> to = open == null ? session : own;
        to.add(Attribute.parse(line.substring(2)));
        if (to.size() > MAX_ATTRIBUTES) {
          throw SdpException.malformed("more than " + MAX_ATTRIBUTES + " attributes");
        }
      }
    }
    if (open != null) {
      sections.add(open.with(own));
    }
    if (sections.size() > MAX_SECTIONS) {
      throw SdpException.malformed("more than " + MAX_SECTIONS + " media sections");
    }
    return new SessionDescription(session, sections);
  }

  static List<String> lines(String text) throws SdpException {
    if (text.length() > MAX_LENGTH) {
      throw SdpException.malformed("longer than " + MAX_LENGTH + " characters");
    }
    List<String> lines = new ArrayList<>();
    for (String line : text.split("\r\n|\n", -1)) {
      if (line.isEmpty()) {
        continue;
      }
      boolean plain = line.chars().noneMatch(c -> c < ' ' && c != '\t');
      if (!plain || line.length() < 2 || line.charAt(1) != '=' || !isType(line.charAt(0))) {
        throw SdpException.malformed("line " + (lines.size() + 1) + " is none of SDP");
      }
      lines.add(line);
    }
    return lines;
  }

  private static boolean isType(char c) {
    return c >= 'a' && c <= 'z';
  }

  /** The value of the first attribute of a name, the section's before the session's. */
  @Nullable String value(MediaSection section, String name) {
    String own = section.value(name);
    if (own != null) {
      return own;
    }
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return attribute.value();
      }
    }
    return null;
  }

  /** All values of an attribute, the section's; the session's only if it has none of its own. */
  List<String> values(MediaSection section, String name) {
    List<String> own = section.values(name);
    return own.isEmpty() ? values(name) : own;
  }

  /** All values of an attribute of the session. */
  List<String> values(String name) {
    return attributes.stream()
        .filter(one -> one.name().equals(name))
        .map(Attribute::value)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Writes it; {@code sessionId} is a number of at most 18 digits. */
  public String write(long sessionId) {
    StringBuilder text = new StringBuilder(2_000);
    text.append("v=0\r\no=parley ").append(sessionId).append(" 1 IN IP4 0.0.0.0\r\n");
    text.append("s=-\r\nt=0 0\r\n");
    attributes.forEach(attribute -> attribute.write(text));
    media.forEach(section -> section.write(text));
    return text.toString();
  }
}
