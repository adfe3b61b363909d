package io.parley.sfu.sdp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An {@code m=} line and what follows it (RFC 8866 §5.14).
 *
 * @param media {@code audio}, {@code video}, {@code application}, …
 * @param port 0…65535; 0 rejects or disables the section (RFC 3264 §6)
 * @param protocol such as {@code UDP/TLS/RTP/SAVPF}
 * @param formats payload types, where the protocol is RTP
 */
public record MediaSection(
    String media, int port, String protocol, List<String> formats, List<Attribute> attributes) {
  public MediaSection {
    formats = List.copyOf(formats);
    attributes = List.copyOf(attributes);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** The text behind {@code m=}, without attributes yet. */
  static MediaSection parse(String text) throws SdpException {
    String[] parts = text.trim().split(" +");
    if (parts.length < 4) {
      throw SdpException.malformed("an m-line needs media, port, protocol and formats");
    }
    int slash = parts[1].indexOf('/');
    String port = slash < 0 ? parts[1] : parts[1].substring(0, slash);
    if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
      throw SdpException.malformed("an m-line with a port out of range");
    }
    List<String> formats = List.of(parts).subList(3, parts.length);
    return new MediaSection(parts[0], Integer.parseInt(port), parts[2], formats, List.of());
  }

  MediaSection with(List<Attribute> all) {
    return new MediaSection(media, port, protocol, formats, all);
  }

  /** The value of the first attribute of a name; null if there is none, or it has no value. */
  public @Nullable String value(String name) {
    for (Attribute attribute : attributes) {
      if (attribute.name().equals(name)) {
        return attribute.value();
      }
    }
    return null;
  }

  /** The values of all attributes of a name, in order. */
  public List<String> values(String name) {
    return attributes.stream()
        .filter(one -> one.name().equals(name))
        .map(Attribute::value)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  /** Whether there is an attribute of this name. */
  public boolean has(String name) {
    return attributes.stream().anyMatch(one -> one.name().equals(name));
  }

  void write(StringBuilder to) {
    to.append("m=").append(media).append(' ').append(port).append(' ').append(protocol);
    formats.forEach(format -> to.append(' ').append(format));
    to.append("\r\nc=IN IP4 0.0.0.0\r\n");
    attributes.forEach(attribute -> attribute.write(to));
  }
}
