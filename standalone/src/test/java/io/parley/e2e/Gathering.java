package io.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.options.ViewportSize;
import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * A meeting in real browsers, from registration to the end, and what an outsider gets of it. Every
 * participant is a Chromium of its own that says a track.
 */
class Gathering implements AutoCloseable {
  static final String SUBJECT = "Release planning 发布计划";
  private static final List<Color> HUES =
      List.of(new Color(0xff00ff), new Color(0x00d000), new Color(0x0060ff), new Color(0xff8000));
  private static final ViewportSize HOST_WINDOW = new ViewportSize(1_280, 800);
  private static final ViewportSize GUEST_WINDOW = new ViewportSize(960, 600);
  private static final ObjectMapper JSON = new ObjectMapper();

  final ParleyProcess parley;
  final Chromium chromium = new Chromium();
  final Map<String, Person> people = new LinkedHashMap<>();
  final Person host;
  final Path shots;
  String link = "";
  String meetingId = "";
  long spokenFromEpochMillis;

  /**
   * @param tracks what each person says, a file that browsers can decode; the first is the host
   * @param shots where screenshots go
   */
  Gathering(ParleyProcess parley, Map<String, byte[]> tracks, Path shots) throws IOException {
    this.parley = parley;
    this.shots = shots;
    Files.createDirectories(shots);
    for (Map.Entry<String, byte[]> track : tracks.entrySet()) {
      people.put(
          track.getKey(),
          new Person(
              chromium.launch(),
              parley.url(),
              track.getKey(),
              track.getValue(),
              HUES.get(people.size()),
              people.isEmpty() ? HOST_WINDOW : GUEST_WINDOW));
    }
    host = people.values().iterator().next();
  }

  List<Person> guests() {
    return people.values().stream().skip(1).toList();
  }

  /** Host registers and creates the meeting; everybody but {@code later} joins by the link. */
  void open(String query, List<Person> later) {
    open(person -> query, later);
  }

  /**
   * The same with a link of each person's own.
   *
   * @param query what is put behind a person's link
   */
  void open(Function<Person, String> query, List<Person> later) {
    host.register(host.name().toLowerCase(Locale.ROOT) + "@example.org", "correct horse battery");
    link = host.createMeeting(SUBJECT);
    host.join(link, query.apply(host));
    for (Person guest : guests()) {
      if (!later.contains(guest)) {
        guest.join(link, query.apply(guest));
      }
    }
    meetingId = api(host, "/meetings").get("items").get(0).get("id").asText();
  }

  /**
   * Everybody present begins with their track at the same moment, two seconds after the server
   * knows all their clocks: until then it goes by when their sound arrives.
   */
  void speak(List<Person> present) {
    present.forEach(Person::awaitClockKnown);
    spokenFromEpochMillis = System.currentTimeMillis() + 2_000;
    present.forEach(person -> person.speakFrom(spokenFromEpochMillis));
  }

  /** Waits until the tracks have come to this moment of theirs. */
  void awaitSpoken(long millis) {
    host.awaitPosition(millis);
  }

  JsonNode api(Person person, String path) {
    APIResponse response = person.context().request().get(parley.url() + "/api/v1" + path);
    if (!response.ok()) {
      throw new AssertionError(path + " answered " + response.status() + " " + response.text());
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(path + " is not JSON", e);
    }
  }

  byte[] fetch(Person person, String url) {
    APIResponse response =
        person.context().request().get(url.startsWith("http") ? url : parley.url() + url);
    if (!response.ok()) {
      throw new AssertionError(url + " answered " + response.status());
    }
    return response.body();
  }

  /** Waits until the meeting's state is {@code ready}. */
  void awaitReady() {
    Awaitility.await("the meeting is ready")
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> api(host, "/meetings/" + meetingId).get("state").asText().equals("ready"));
  }

  /** The HLS presentation as a player would fetch it. */
  Presentation presentation(Path directory) throws IOException {
    String hls = api(host, "/meetings/" + meetingId + "/recording").get("hlsUrl").asText();
    String master = new String(fetch(host, hls), java.nio.charset.StandardCharsets.UTF_8);
    String mediaName =
        master
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .findFirst()
            .orElseThrow();
    String base = hls.substring(0, hls.lastIndexOf('/') + 1);
    String media =
        new String(fetch(host, base + mediaName), java.nio.charset.StandardCharsets.UTF_8);
    String mediaBase = (base + mediaName).substring(0, (base + mediaName).lastIndexOf('/') + 1);
    String map =
        media
            .lines()
            .filter(line -> line.startsWith("#EXT-X-MAP:"))
            .map(line -> line.replaceAll(".*URI=\"([^\"]+)\".*", "$1"))
            .findFirst()
            .orElseThrow();
    byte[] init = fetch(host, mediaBase + map);
    Files.createDirectories(directory);
    List<Path> segments = new ArrayList<>();
    Path whole = directory.resolve("whole.mp4");
    try (OutputStream out = Files.newOutputStream(whole)) {
      out.write(init);
      for (String name :
          media.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList()) {
        byte[] segment = fetch(host, mediaBase + name);
        out.write(segment);
        Path alone = directory.resolve("segment-" + segments.size() + ".mp4");
        try (OutputStream single = Files.newOutputStream(alone)) {
          single.write(init);
          single.write(segment);
        }
        segments.add(alone);
      }
    }
    return new Presentation(master, media, whole, segments);
  }

  /**
   * @param whole init and all segments, one after the other
   * @param segments each with the init before it
   */
  record Presentation(String master, String media, Path whole, List<Path> segments) {
    double playlistSeconds() {
      return media
          .lines()
          .filter(line -> line.startsWith("#EXTINF:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("#EXTINF:([0-9.]+).*", "$1")))
          .sum();
    }
  }

  /** A file the manifest names. */
  Path download(JsonNode file, Path directory) throws IOException {
    String key = file.get("key").asText();
    String path = key.substring(("meetings/" + meetingId + "/").length());
    byte[] bytes = fetch(host, "/api/v1/meetings/" + meetingId + "/media/" + path);
    if (bytes.length != file.get("bytes").asInt()) {
      throw new AssertionError(key + " has " + bytes.length + " bytes");
    }
    return Files.write(directory.resolve(path.replace('/', '-')), bytes);
  }

  void shot(Person person, String name) {
    person.screenshot(shots.resolve(name + ".png"));
  }

  @Override
  public void close() {
    chromium.close();
  }
}
