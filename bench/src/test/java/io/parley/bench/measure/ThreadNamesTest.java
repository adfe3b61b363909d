package io.parley.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ThreadNamesTest {
  @Test
  void readsNamesByTheSystemsThreadId() {
    String dump =
        """
        Full thread dump OpenJDK 64-Bit Server VM (17.0.15+6-Debian-1deb12u1 mixed mode):

        "main" #1 prio=5 os_prio=0 cpu=412.51ms elapsed=9.05s tid=0x00007f1 nid=0x1a2b waiting on condition  [0x0]
           java.lang.Thread.State: WAITING (parking)

        "recording: compose (1/2)#0" #77 daemon prio=5 os_prio=0 cpu=1.0ms elapsed=1.0s tid=0x7 nid=0x1a2c runnable  [0x0]
        "GC Thread#0" os_prio=0 cpu=20.11ms elapsed=9.06s tid=0x00007f2 nid=0x1a2d runnable
        """;
    assertThat(ThreadNames.parse(dump))
        .isEqualTo(Map.of(0x1a2bL, "main", 0x1a2cL, "recording: compose (1/2)#0"));
  }

  @Test
  void findsTheNamesOfThisVeryProcess() throws Exception {
    Thread.currentThread().setName("the one that asks");
    assertThat(ThreadNames.of(ProcessHandle.current().pid()).values())
        .contains("the one that asks");
  }

  @Test
  void knowsWhatAThreadWorksFor() {
    assertThat(Work.ofThread("recording: rtp (1/2)#0")).isEqualTo(Work.RECORDING);
    assertThat(Work.ofThread("Source: transcription: rtp -> transcription: without ticks"))
        .isEqualTo(Work.TRANSCRIPTION);
    assertThat(Work.ofThread("Source Data Fetcher for Source: indexing: captions"))
        .isEqualTo(Work.INDEXING);
    assertThat(Work.ofThread("transcription: ")).isEqualTo(Work.TRANSCRIPTION);
    assertThat(Work.ofThread("minutes: write")).isEqualTo(Work.MINUTES);
    assertThat(Work.ofThread("http-acceptor")).isEqualTo(Work.OTHER);
    assertThat(Work.ofThread("five minutes later")).isEqualTo(Work.OTHER);
  }
}
