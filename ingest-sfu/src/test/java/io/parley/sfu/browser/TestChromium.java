package io.parley.sfu.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real Chromium with a fake camera and microphone. One thread. */
public final class TestChromium implements AutoCloseable {
  static final Path EXECUTABLE = Path.of("/usr/bin/chromium");

  /** Headless, silent towards the internet, and with devices that nobody has to allow. */
  public static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--autoplay-policy=no-user-gesture-required",
          "--use-fake-device-for-media-stream",
          "--use-fake-ui-for-media-stream");

  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Browser browser;

  /** Starts it; Debian's package must be installed. */
  public TestChromium() {
    this(EXECUTABLE, List.of());
  }

  /** Starts it by another name, with more flags. */
  TestChromium(Path executable, List<String> more) {
    List<String> flags = new ArrayList<>(FLAGS);
    flags.addAll(more);
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(executable).setArgs(flags));
  }

  /** A page with cookies and permissions of its own. */
  public Page newPage() {
    return browser.newContext().newPage();
  }

  /** As if its power was cut: pages get no chance to say goodbye. */
  public void kill() {
    browser.close();
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
