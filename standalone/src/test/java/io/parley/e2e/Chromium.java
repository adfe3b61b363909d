package io.parley.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import io.parley.sfu.browser.TestChromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Real browsers, one process each. Single-threaded, as Playwright is. */
final class Chromium implements AutoCloseable {
  private final Playwright playwright =
      Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  private final Map<Browser, ProcessHandle> browsers = new LinkedHashMap<>();

  /** A browser of its own, as on a machine of its own. */
  Browser launch() {
    return launch(executable(), List.of());
  }

  /** The same by another name, with more flags. */
  Browser launch(Path executable, List<String> more) {
    List<String> flags = new ArrayList<>(TestChromium.FLAGS);
    flags.addAll(more);
    // One at a time: its process is known by being new.
    synchronized (Chromium.class) {
      Set<ProcessHandle> before = ProcessHandle.current().descendants().collect(Collectors.toSet());
      Browser browser =
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(executable)
                      .setHeadless(true)
                      .setArgs(flags));
      browsers.put(browser, started(before));
      return browser;
    }
  }

  /** The process whose descendants all other new processes are. */
  private static ProcessHandle started(Set<ProcessHandle> before) {
    Set<ProcessHandle> fresh =
        ProcessHandle.current()
            .descendants()
            .filter(each -> !before.contains(each))
            .collect(Collectors.toSet());
    return fresh.stream()
        .filter(each -> each.parent().filter(fresh::contains).isEmpty())
        .filter(each -> each.children().findAny().isPresent())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the browser has no process"));
  }

  /** SIGKILL to all processes of a browser at once: it gets no chance to say goodbye. */
  void kill(Browser browser) {
    ProcessHandle main = Objects.requireNonNull(browsers.get(browser));
    List<ProcessHandle> all = new ArrayList<>(List.of(main));
    all.addAll(main.descendants().toList());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }

  /** Where Debian puts it. */
  static Path executable() {
    return List.of(Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser")).stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Chromium is not installed"));
  }

  @Override
  public void close() {
    browsers.keySet().forEach(Browser::close);
    playwright.close();
  }
}
