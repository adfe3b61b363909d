package io.parley.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What one publisher sends.
 *
 * @param audio null for none
 * @param video null for none
 */
public record MediaShape(@Nullable AudioShape audio, @Nullable VideoShape video) {
  public MediaShape {
    if (audio == null && video == null) {
      throw new IllegalArgumentException("a publisher of nothing");
    }
  }
}
