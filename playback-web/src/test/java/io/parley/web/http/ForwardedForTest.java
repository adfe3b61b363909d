package io.parley.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.storage.contract.AddressSet;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForwardedForTest {
  private final ForwardedFor forwardedFor =
      new ForwardedFor(AddressSet.of(List.of("10.0.0.0/8", "2001:db8::/32")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9                         | 203.0.113.9",
        "198.51.100.1, 203.0.113.9           | 203.0.113.9",
        "203.0.113.9, 10.0.0.2, 10.0.0.3     | 203.0.113.9",
        "198.51.100.1,203.0.113.9,10.0.0.2   | 203.0.113.9",
        "203.0.113.9:5678                    | 203.0.113.9",
        "2001:db9::1                         | 2001:db9:0:0:0:0:0:1",
        "[2001:db9::1]                       | 2001:db9:0:0:0:0:0:1",
        "[2001:db9::1]:443, 2001:db8::5      | 2001:db9:0:0:0:0:0:1",
        "10.0.0.2                            | 10.0.0.2",
        "unknown                             | 10.0.0.1",
        "203.0.113.9, unknown, 10.0.0.2      | 10.0.0.2",
        "203.0.113.9,                        | 10.0.0.1",
        "example.org                         | 10.0.0.1",
        "''                                  | 10.0.0.1"
      })
  void theLastOneThatNoProxyOfOursIs(String header, String client) throws Exception {
    assertThat(
            forwardedFor
                .client(InetAddress.getByName("10.0.0.1"), List.of(header))
                .getHostAddress())
        .isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource({"198.51.100.1, 203.0.113.9, 203.0.113.9", "203.0.113.9, 10.0.0.2, 203.0.113.9"})
  void severalHeadersAreOne(String first, String second, String client) throws Exception {
    assertThat(
            forwardedFor
                .client(InetAddress.getByName("10.0.0.1"), List.of(first, second))
                .getHostAddress())
        .isEqualTo(client);
  }
}
