package io.parley.sfu.browser;

import com.microsoft.playwright.Page;
import io.parley.sfu.RoomTokens;
import io.parley.storage.contract.RoomToken.Grant;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A real browser with the test page, for one participant. */
final class BrowserClient implements AutoCloseable {
  static final byte[] SECRET =
      "0123456789abcdef0123456789abcdef".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  final String id;
  private final ScriptedPage page;

  private BrowserClient(String id, ScriptedPage page) {
    this.id = id;
    this.page = page;
  }

  /** Starts a browser and opens the signalling connection. */
  static BrowserClient open(int port, String token, String id) throws Exception {
    return open(new TestChromium(), TestPage.url(), "127.0.0.1", port, token, id);
  }

  /** The same in Debian's Firefox. */
  static BrowserClient openFirefox(int port, String token, String id) throws Exception {
    BrowserClient client = new BrowserClient(id, TestFirefox.open(TestPage.url()));
    client.connect(port, token);
    return client;
  }

  /** The same in a given Chromium, with the page and the server elsewhere. */
  static BrowserClient open(
      TestChromium browser, String url, String host, int port, String token, String id) {
    Page page = browser.newPage();
    page.onConsoleMessage(message -> System.out.println(id + ": " + message.text()));
    page.navigate(url);
    BrowserClient client = new BrowserClient(id, new InChromium(browser, page));
    client.connect(host, port, token);
    return client;
  }

  private record InChromium(TestChromium browser, Page page) implements ScriptedPage {
    @Override
    public Object evaluate(String expression, Object argument) {
      return page.evaluate(expression, argument);
    }

    @Override
    public void kill() {
      browser.kill();
    }

    @Override
    public void close() {
      browser.close();
    }
  }

  void connect(int port, String token) {
    connect("127.0.0.1", port, token);
  }

  private void connect(String host, int port, String token) {
    eval(
        "url => { const old = window.client; window.client = new parley.Client(url);"
            + " if (old) { old.socket.close(); for (const k of ['device', 'send', 'recv',"
            + " 'consumers', 'producers', 'joined']) client[k] = old[k]; }"
            + " return client.connect(); }",
        "ws://" + host + ":" + port + "/v1/signal?token=" + token);
  }

  static String token(String meeting, String participant, Set<Grant> grants) {
    return token(meeting, participant, grants, Duration.ofMinutes(5));
  }

  static String token(String meeting, String participant, Set<Grant> grants, Duration validity) {
    return RoomTokens.signed(
        SECRET, RoomTokens.of(meeting, participant, grants, Instant.now().plus(validity)));
  }

  static Set<Grant> everything() {
    return EnumSet.allOf(Grant.class);
  }

  static Set<Grant> guest() {
    return EnumSet.of(Grant.JOIN, Grant.PUBLISH, Grant.SUBSCRIBE);
  }

  /** Joins and makes both transports. */
  BrowserClient join() {
    eval("async () => { await client.join(); await client.createTransports(); }");
    return this;
  }

  /** Joins, and publishes microphone and camera. */
  BrowserClient joinAndPublish(String codec) {
    join();
    eval("codec => client.publish(codec || undefined)", codec);
    return this;
  }

  Object eval(String expression) {
    return page.evaluate(expression, null);
  }

  Object eval(String expression, Object argument) {
    return page.evaluate(expression, argument);
  }

  int number(String expression) {
    return ((Number) page.evaluate(expression, null)).intValue();
  }

  int frames(String participant, String source) {
    return ((Number) page.evaluate("([p, s]) => client.frames(p, s)", List.of(participant, source)))
        .intValue();
  }

  double rms(String participant, String source) {
    return ((Number) page.evaluate("([p, s]) => client.rms(p, s)", List.of(participant, source)))
        .doubleValue();
  }

  double availableOutgoingBitrate() {
    return ((Number) eval("() => client.availableOutgoingBitrate()")).doubleValue();
  }

  /** Waits until so many more frames of a track were shown than now. */
  void awaitFrames(String participant, String source, int more) {
    int before = Math.max(0, frames(participant, source));
    await(
        id + " sees " + participant + "'s " + source,
        () -> frames(participant, source) >= before + more);
  }

  void awaitSound(String participant) {
    await(id + " hears " + participant, () -> rms(participant, "microphone") > 0.005);
  }

  void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(40))
        .until(condition::getAsBoolean);
  }

  /** As if its power was cut: no goodbye of any kind. */
  void kill() {
    page.kill();
  }

  @Override
  public void close() {
    page.close();
  }
}
