package io.parley.sfu.browser;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A page in a real Chromium that speaks WHIP or WHEP and nothing of Parley's. One thread. */
final class PlainPage implements AutoCloseable {
  private final TestChromium browser = new TestChromium();
  private final Page page;

  PlainPage() throws Exception {
    page = browser.newPage();
    page.onConsoleMessage(message -> System.out.println("plain: " + message.text()));
    page.navigate(TestPage.url());
    page.addScriptTag(new Page.AddScriptTagOptions().setPath(Path.of("src/test/web/plain.js")));
  }

  /** Posts an offer; the answer's status and, refused, its body. */
  @SuppressWarnings("unchecked")
  Map<String, Object> open(String url, String token, boolean sends, Map<String, ?> options) {
    Map<String, Object> arguments = new HashMap<>();
    arguments.put("url", url);
    arguments.put("token", token);
    arguments.put("sends", sends);
    arguments.put("options", options);
    return (Map<String, Object>)
        page.evaluate("a => plain.open(a.url, a.token, a.sends, a.options)", arguments);
  }

  Object eval(String expression) {
    return page.evaluate(expression);
  }

  Object eval(String expression, Object argument) {
    return page.evaluate(expression, argument);
  }

  double inbound(String kind, String field) {
    return ((Number) page.evaluate("([k, f]) => plain.inbound(k, f)", new Object[] {kind, field}))
        .doubleValue();
  }

  /** Waits until pictures are decoded that were not there before, and something is heard. */
  void awaitPictureAndSound() {
    double frames = inbound("video", "framesDecoded");
    await("pictures", () -> inbound("video", "framesDecoded") > frames + 30);
    await("sound", () -> ((Number) page.evaluate("() => plain.rms()")).doubleValue() > 0.005);
  }

  /** Which way media goes: type and protocol of the local candidate, and the remote address. */
  String path() {
    return (String) page.evaluate("() => plain.path()");
  }

  void await(String what, BooleanSupplier condition) {
    Awaitility.await(what)
        .pollInSameThread()
        .pollInterval(Duration.ofMillis(100))
        .atMost(Duration.ofSeconds(40))
        .until(condition::getAsBoolean);
  }

  @Override
  public void close() {
    browser.close();
  }
}
