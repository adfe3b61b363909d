package io.parley.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSetTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.128/25, 192.0.2.129, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::1, [0:0:0:0:0:0:0:1], true",
    "fe80::/10, fe80::1%eth0, true",
    "fe80::/10, [fe80::1%2], true",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "0.0.0.0/0, localhost, false",
    "0.0.0.0/0, 999.1.1.1, false",
    "0.0.0.0/0, 127.1, false",
    "::/0, .:, false",
    "0.0.0.0/0, '', false"
  })
  void membership(String network, String address, boolean member) {
    assertThat(AddressSet.of(List.of(network)).contains(address)).isEqualTo(member);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "example.org/8",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "10.0.0.1/8",
        "1.2.3",
        "256.0.0.1",
        "::g",
        "1:2:3"
      })
  void whatIsNoAddressIsAnError(String text) {
    assertThatThrownBy(() -> AddressSet.of(List.of(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nobodyAndThisMachine() {
    assertThat(AddressSet.NOBODY.contains("127.0.0.1")).isFalse();
    assertThat(AddressSet.LOOPBACK.contains("127.8.9.1")).isTrue();
    assertThat(AddressSet.LOOPBACK.contains("::1")).isTrue();
    assertThat(AddressSet.LOOPBACK.contains("192.0.2.1")).isFalse();
  }
}
