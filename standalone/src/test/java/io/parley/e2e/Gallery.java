package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;

/** Pages looked at: pictured, checked by axe, and found to fit their window. */
final class Gallery {
  private final Page page;
  private final Path directory;
  private final Look look;

  Gallery(Page page, Path directory, Look look) {
    this.page = page;
    this.directory = directory;
    this.look = look;
  }

  /**
   * Goes to a page and looks at it.
   *
   * @param testId of what has to be there before the page is looked at
   */
  void see(String name, String url, String testId) {
    page.navigate(url);
    page.getByTestId(testId).first().waitFor();
    see(name);
  }

  /** Looks at the page as it is. */
  void see(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(directory.resolve(name + "-" + look.suffix() + ".png")));
    String where = name + " as " + look;
    assertThat((String) page.evaluate("() => document.documentElement.lang"))
        .as(where)
        .startsWith(look.chinese() ? "zh" : "en");
    assertThat(
            (Boolean)
                page.evaluate(
                    "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("%s fits its width", where)
        .isTrue();
    List<String> violations =
        new AxeBuilder(page)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations()
                .stream()
                .map(Rule::toString)
                .toList();
    assertThat(violations).as("axe on %s", where).isEmpty();
  }
}
