package io.parley.bench;

import io.parley.bench.client.WebVisitor;
import io.parley.bench.measure.ResourceSampler;
import io.parley.bench.media.Vp8Clip;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Starts the product, holds meetings on it, and adds up what was seen. */
final class PipelineBench {
  private static final int CLIP_SECONDS = 10;
  private static final long SEED = 20;
  private static final int BUSIEST = 30;

  private final FixtureDialogue dialogue;
  private final long millis;
  private final int rounds;
  private final boolean listThreads;
  private final Progress progress;

  /**
   * @param millis how much of the dialogue is spoken
   */
  PipelineBench(
      FixtureDialogue dialogue, long millis, int rounds, boolean listThreads, Progress progress) {
    this.dialogue = dialogue;
    this.millis = millis;
    this.rounds = rounds;
    this.listThreads = listThreads;
    this.progress = progress;
  }

  /**
   * @param data directory of the product
   * @throws Exception if it could not be measured
   */
  PipelineReport run(Path data) throws Exception {
    progress.line("Encoding what the participants show");
    List<Vp8Clip> clips = new ArrayList<>();
    for (int i = 0; i < dialogue.speakers().size(); i++) {
      clips.add(Vp8Clip.encode(CLIP_SECONDS, i));
    }
    progress.line("Starting Parley in %s", data);
    try (Product product = Product.up(data)) {
      progress.line("Parley is ready at %s", product.url());
      WebVisitor host = new WebVisitor(product.url());
      host.register("host@example.org", dialogue.speakers().get(0).name(), "a long bench password");
      Random random = new Random(SEED);
      List<Round> held = new ArrayList<>();
      ResourceSampler sampler = ResourceSampler.start(product.handle(), product.data());
      try (sampler) {
        for (int i = 1; i <= rounds; i++) {
          progress.line("Meeting %d of %d", i, rounds);
          BenchMeeting meeting =
              new BenchMeeting(product, dialogue, millis, clips, random, progress);
          held.add(meeting.hold(host, sampler::learnNames));
        }
      }
      if (listThreads) {
        sampler
            .busiest(BUSIEST)
            .forEach(e -> progress.line("%7.2f s %s", e.getValue(), e.getKey()));
      }
      return PipelineReport.of(held, dialogue.speakers().size(), sampler);
    }
  }
}
