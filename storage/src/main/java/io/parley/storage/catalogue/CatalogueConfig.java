package io.parley.storage.catalogue;

/**
 * Where the catalogue is.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/database}
 * @param password may be empty
 * @param poolSize most connections held at once, at least 1
 */
public record CatalogueConfig(String jdbcUrl, String user, String password, int poolSize) {
  public CatalogueConfig {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the catalogue needs a jdbc:postgresql: URL, not '" + jdbcUrl + "'");
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("pool size must be at least 1: " + poolSize);
    }
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "CatalogueConfig[" + jdbcUrl + ", user=" + user + ", poolSize=" + poolSize + "]";
  }
}
