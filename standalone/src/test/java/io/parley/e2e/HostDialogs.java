package io.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.RequestOptions;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Path;

/** What only a host finds in the menu of a meeting that runs. */
final class HostDialogs {
  private static final int MOST_KILOBITS = 2_000;

  private final Person host;
  private final Gallery gallery;

  HostDialogs(Person host, Path shots) {
    this.host = host;
    gallery = new Gallery(host.page(), shots, Look.ENGLISH_WIDE);
  }

  /** Limits bit rates, at first in a way that cannot be, and finds the limit when looking again. */
  void limitBitRates() {
    open("toolbar-limits");
    Locator most = host.at("limits-most");
    most.fill("1");
    host.at("limits-apply").click();
    host.page().locator("[data-testid=limits-most][aria-invalid=true]").waitFor();
    gallery.see("live-limits-refused");
    most.fill(Integer.toString(MOST_KILOBITS));
    host.at("limits-apply").click();
    awaitGone("limits-dialog");

    open("toolbar-limits");
    assertThat(host.at("limits-most").inputValue()).isEqualTo(Integer.toString(MOST_KILOBITS));
    host.page().keyboard().press("Escape");
    awaitGone("limits-dialog");
  }

  /** Makes a streaming key; its token opens the address it came with, and another one does not. */
  void makeStreamingKey() {
    open("toolbar-key");
    host.at("key-name").fill("Encoder");
    host.at("key-consent").check();
    host.at("key-make").click();
    String token = host.at("key-token").inputValue();
    String whip = host.at("key-whip").inputValue();
    gallery.see("live-streaming-key");
    assertThat(post(whip, token).status()).as("an offer of nothing").isEqualTo(422);
    assertThat(post(whip, token.substring(0, token.length() - 8) + "AAAAAAAA").status())
        .as("a forged token")
        .isEqualTo(401);
    host.at("key-done").click();
    awaitGone("key-dialog");
  }

  private APIResponse post(String url, String token) {
    return host.context()
        .request()
        .post(
            url,
            RequestOptions.create()
                .setHeader("content-type", "application/sdp")
                .setHeader("authorization", "Bearer " + token)
                .setData("v=0\r\n"));
  }

  private void open(String item) {
    host.at("toolbar-more").click();
    host.at(item).click();
  }

  private void awaitGone(String dialog) {
    host.at(dialog).waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
  }
}
