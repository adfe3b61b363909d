package io.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * What the SFU says of itself at {@code /metrics}.
 *
 * @param tapFailed records the tap dropped or could not write since the SFU started
 */
record SfuCounters(double tapFailed) {
  static SfuCounters read(Product product) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(product.sfuMetrics())).build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("the SFU's metrics answered " + response.statusCode());
    }
    String text = response.body();
    return new SfuCounters(
        value(text, "parley_tap_failed_total") + value(text, "parley_tap_dropped_total"));
  }

  private static double value(String text, String name) throws IOException {
    return text.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("the SFU does not count " + name));
  }
}
