package io.parley.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One owner at a time, secrets that stay, and no start on a full disk. */
class DataDirectoryTest {
  @TempDir Path dir;

  @Test
  void oneOwnerAtATime() throws Exception {
    try (DataDirectory first = DataDirectory.open(dir.resolve("data"), 0)) {
      assertThatThrownBy(() -> DataDirectory.open(first.path(), 0))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("another Parley (process " + ProcessHandle.current().pid() + ")");
    }
    DataDirectory.open(dir.resolve("data"), 0).close();
  }

  @Test
  void aSecretIsMadeOnceAndForTheOwnerOnly() throws Exception {
    String made;
    try (DataDirectory data = DataDirectory.open(dir, 0)) {
      made = data.secret("tokens");
      assertThat(made).matches("[0-9a-f]{64}");
      assertThat(data.secret("other")).isNotEqualTo(made);
    }
    assertThat(DataDirectory.shared(dir).secret("tokens")).isEqualTo(made);
    Path file = dir.resolve("secrets/tokens");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void aFullDiskIsNamed() {
    assertThatThrownBy(() -> DataDirectory.open(dir, Long.MAX_VALUE))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("MB free")
        .hasMessageContaining("minimum-free-disk");
  }

  @Test
  void whatIsNoDirectoryIsRefused() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(file, 0))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("the data directory can't be used: " + file);
    assertThatThrownBy(() -> DataDirectory.shared(dir.resolve("nowhere")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("run up or prepare first");
  }
}
