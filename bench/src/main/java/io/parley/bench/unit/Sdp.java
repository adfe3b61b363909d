package io.parley.bench.unit;

import io.parley.bench.load.PeerSocket;
import io.parley.bench.load.SubscribingPeer;
import io.parley.sfu.ortc.HeaderExtensionUris;
import io.parley.sfu.transport.DtlsFingerprint;
import io.parley.sfu.transport.IceParameters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * What a load client must know of a unit's session description (RFC 8866, RFC 8829): lines before
 * the first media section, and the sections.
 */
record Sdp(List<String> session, List<Section> sections) {
  private static final long PATIENCE_SECONDS = 30;

  Sdp {
    session = List.copyOf(session);
    sections = List.copyOf(sections);
  }

  /** One media section: its m-line and what follows. */
  record Section(List<String> lines) {
    Section {
      lines = List.copyOf(lines);
    }

    /** {@code audio} or {@code video}. */
    String kind() {
      return lines.get(0).substring(2).split(" ")[0];
    }

    /** Whether it was declined (RFC 3264 §6). */
    boolean rejected() {
      return lines.get(0).split(" ")[1].equals("0");
    }

    /** The first payload type of a codec, or 0. */
    int payloadType(String codec) {
      for (String value : all("rtpmap")) {
        String[] words = value.split("[ /]");
        if (words.length > 1 && words[1].equalsIgnoreCase(codec)) {
          return Integer.parseInt(words[0]);
        }
      }
      return 0;
    }

    /** Payload types in order of preference. */
    List<String> formats() {
      List<String> words = List.of(lines.get(0).split(" "));
      return words.subList(3, words.size());
    }

    /** Values of all attributes of that name, such as {@code rtpmap}. */
    List<String> all(String attribute) {
      return attributes(lines, attribute);
    }

    /** The first value of an attribute, or an empty one. */
    String first(String attribute) {
      List<String> values = all(attribute);
      return values.isEmpty() ? "" : values.get(0);
    }

    /** Id of a header extension (RFC 8285 §5), or 0. */
    int extension(String uri) {
      for (String value : all("extmap")) {
        String[] words = value.split(" ");
        if (words.length > 1 && words[1].equals(uri)) {
          return Integer.parseInt(words[0].split("/")[0]);
        }
      }
      return 0;
    }

    /** Whether lost packets of a codec can be asked for (RFC 4585 §6.2.1). */
    boolean repairs(String codec) {
      return all("rtcp-fb").contains(payloadType(codec) + " nack");
    }

    /** The SSRC of the media, or 0. */
    long ssrc() {
      String named = first("ssrc");
      return named.isEmpty() ? 0 : Long.parseLong(named.split(" ")[0]);
    }

    /** The SSRC of retransmissions (RFC 5576 §4.2, RFC 4588 §8), or 0. */
    long rtxSsrc() {
      for (String group : all("ssrc-group")) {
        String[] words = group.split(" ");
        if (words.length == 3 && words[0].equals("FID")) {
          return Long.parseLong(words[2]);
        }
      }
      return 0;
    }
  }

  static Sdp parse(String text) {
    List<List<String>> parts = new ArrayList<>();
    parts.add(new ArrayList<>());
    for (String line : text.split("\r?\n")) {
      if (line.startsWith("m=")) {
        parts.add(new ArrayList<>());
      }
      parts.get(parts.size() - 1).add(line);
    }
    return new Sdp(
        parts.get(0), parts.subList(1, parts.size()).stream().map(Section::new).toList());
  }

  private static List<String> attributes(List<String> lines, String name) {
    String prefix = "a=" + name + ":";
    return lines.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()).strip())
        .toList();
  }

  /** The first value anywhere: all sections are bundled. */
  private String anywhere(String attribute) throws IOException {
    List<String> values = new ArrayList<>(attributes(session, attribute));
    sections.forEach(section -> values.addAll(section.all(attribute)));
    if (values.isEmpty()) {
      throw new IOException("the unit's SDP has no " + attribute);
    }
    return values.get(0);
  }

  IceParameters ice() throws IOException {
    return new IceParameters(anywhere("ice-ufrag"), anywhere("ice-pwd"), true);
  }

  DtlsFingerprint fingerprint() throws IOException {
    String[] words = anywhere("fingerprint").split(" ");
    return new DtlsFingerprint(words[0], words[1]);
  }

  /** Where the unit listens: its first UDP candidate of RTP. */
  InetSocketAddress candidate() throws IOException {
    for (Section section : sections) {
      for (String value : section.all("candidate")) {
        String[] words = value.split(" ");
        boolean udp = words[2].toLowerCase(Locale.ROOT).equals("udp");
        if (udp && words[1].equals("1") && !words[4].contains(":")) {
          return new InetSocketAddress(words[4], Integer.parseInt(words[5]));
        }
      }
    }
    throw new IOException("the unit's SDP has no UDP candidate");
  }

  /** Begins to receive what is described, as far as it was expected. */
  void start(SubscribingPeer peer) {
    int extension = 0;
    boolean remb = false;
    for (Section section : sections) {
      extension = Math.max(extension, section.extension(HeaderExtensionUris.TRANSPORT_CC));
      remb |= section.all("rtcp-fb").stream().anyMatch(value -> value.endsWith(" goog-remb"));
    }
    int numbered = extension;
    boolean rembWanted = remb;
    peer.socket().execute(() -> peer.start(numbered, rembWanted));
  }

  /**
   * Connects a client with the unit that wrote this, and waits for it.
   *
   * @param unit how it is called if that fails
   */
  void connect(PeerSocket socket, String unit) throws IOException {
    try {
      socket
          .connect(candidate(), ice(), fingerprint())
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      throw new IOException("no connection with " + unit, e);
    }
  }
}
