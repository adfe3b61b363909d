package io.parley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.parley.bench.client.LiveSocket;
import io.parley.bench.client.Participant;
import io.parley.bench.client.WebVisitor;
import io.parley.bench.measure.Caption;
import io.parley.bench.measure.CaptionDelays;
import io.parley.bench.measure.LogAudit;
import io.parley.bench.media.Pacer;
import io.parley.bench.media.Vp8Clip;
import io.parley.transcription.fixtures.FixtureDialogue;
import io.parley.transcription.fixtures.FixtureDialogue.SpokenWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One meeting: everybody joins, the dialogue is spoken, the host ends it. */
final class BenchMeeting {
  private static final long LEAD_IN_NANOS = 500_000_000;
  private static final long PATIENCE_SECONDS = 30;

  private final Product product;
  private final FixtureDialogue dialogue;
  private final long millis;
  private final List<Vp8Clip> clips;
  private final Random random;
  private final Progress progress;
  private final List<Participant> people = new ArrayList<>();

  /**
   * @param millis how much of the dialogue is spoken
   * @param clips what they show, in the order of the dialogue's speakers
   */
  BenchMeeting(
      Product product,
      FixtureDialogue dialogue,
      long millis,
      List<Vp8Clip> clips,
      Random random,
      Progress progress) {
    this.product = product;
    this.dialogue = dialogue;
    this.millis = millis;
    this.clips = clips;
    this.random = random;
    this.progress = progress;
  }

  /**
   * Holds the meeting and waits for all that comes of it.
   *
   * @param atTheEnd is run when everything has been said, before the host ends the meeting
   */
  Round hold(WebVisitor host, Interruptible atTheEnd) throws Exception {
    JsonNode meeting =
        host.post("/meetings", Map.of("subject", dialogue.title(), "recording", true));
    String id = meeting.path("id").asText();
    double failedBefore = SfuCounters.read(product).tapFailed();
    try (Pacer pacer = new Pacer()) {
      long beganNanos = System.nanoTime();
      List<Double> firstFrames = join(host, meeting.path("inviteCode").asText(), pacer);
      try (LiveSocket live = new LiveSocket(host, id)) {
        long zeroNanos = speak();
        atTheEnd.run();
        stopShowing();
        Participant first = people.get(0);
        long endNanos = System.nanoTime();
        first.endMeeting().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        double seconds = (endNanos - beganNanos) / 1e9;
        Completion completion = Completion.await(host, id, endNanos, progress);
        long failed = Math.round(SfuCounters.read(product).tapFailed() - failedBefore);
        List<CaptionDelays> delays = delays(live.captions(), zeroNanos);
        return new Round(
            firstFrames,
            delays.stream().flatMap(each -> each.partialMillis().stream()).toList(),
            delays.stream().flatMap(each -> each.finalMillis().stream()).toList(),
            delays.stream().mapToInt(CaptionDelays::saidWords).sum(),
            completion,
            packets(LogAudit.read(product.bootstrapServers(), id), failed),
            seconds);
      }
    } finally {
      people.forEach(Participant::close);
    }
  }

  /** What is sent after the end is nobody's: everything is sent before it, and counts. */
  private void stopShowing() throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture.allOf(
            people.stream().map(Participant::stopShowing).toArray(CompletableFuture[]::new))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Something that may wait. */
  interface Interruptible {
    void run() throws IOException, InterruptedException;
  }

  private List<Double> join(WebVisitor host, String invite, Pacer pacer)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    List<Double> firstFrames = new ArrayList<>();
    for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
      boolean first = people.isEmpty();
      WebVisitor visitor = first ? host : new WebVisitor(product.url());
      Participant person = Participant.join(visitor, invite, speaker.name(), pacer, random);
      people.add(person);
      if (!first) {
        double took = person.firstPictureMillis().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        progress.line("%s sees somebody %.0f ms after asking to join", person.name(), took);
        firstFrames.add(took);
      }
      person.show(clips.get(people.size() - 1));
    }
    people.get(0).firstPictureMillis().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return firstFrames;
  }

  /** Returns when everything has been said: the moment of the dialogue's time zero. */
  private long speak() throws InterruptedException, ExecutionException, TimeoutException {
    long zeroNanos = System.nanoTime() + LEAD_IN_NANOS;
    for (Participant person : people) {
      person.speak(dialogue, millis, zeroNanos);
    }
    progress.line("%d people speak for %.1f s", people.size(), millis / 1e3);
    CompletableFuture.allOf(
            people.stream().map(Participant::spoken).toArray(CompletableFuture[]::new))
        .get(millis + 30_000, TimeUnit.MILLISECONDS);
    return zeroNanos;
  }

  private List<CaptionDelays> delays(List<Caption> captions, long zeroNanos) {
    List<CaptionDelays> delays = new ArrayList<>();
    for (Participant person : people) {
      List<SpokenWord> said =
          dialogue.words(person.name()).stream().filter(word -> word.endMs() <= millis).toList();
      List<Caption> own =
          captions.stream().filter(caption -> caption.participantId().equals(person.id())).toList();
      delays.add(CaptionDelays.of(said, own, zeroNanos));
    }
    return delays;
  }

  private PacketCounts packets(LogAudit log, long tapFailed) {
    Map<String, Long> sent = new HashMap<>();
    long forwarded = 0;
    long asked = 0;
    for (Participant person : people) {
      sent.putAll(person.sentPackets());
      forwarded += person.receivedPackets().values().stream().mapToLong(Long::longValue).sum();
      asked += person.keyFramesAsked();
    }
    return PacketCounts.of(sent, log, tapFailed, forwarded, people.size() - 1, asked);
  }
}
