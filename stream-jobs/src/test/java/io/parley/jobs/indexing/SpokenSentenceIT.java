package io.parley.jobs.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.parley.jobs.JobConfig;
import io.parley.jobs.running.Job;
import io.parley.jobs.running.JobRunner;
import io.parley.jobs.testing.LogFeeder;
import io.parley.jobs.testing.TestBed;
import io.parley.jobs.testing.TestMeeting;
import io.parley.storage.catalogue.Utterance;
import io.parley.storage.codec.MinutesCodec;
import io.parley.storage.codec.ObjectKeys;
import io.parley.storage.codec.ObjectKeys.TranscriptFormat;
import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.Minutes;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.search.LuceneTranscriptIndex;
import io.parley.storage.search.TranscriptHits;
import io.parley.storage.search.TranscriptIndex;
import io.parley.storage.search.TranscriptQuery;
import io.parley.transcription.WordErrors;
import io.parley.transcription.fixtures.FixtureDialogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A spoken sentence from the log to captions, rows, index, caption files and minutes. */
class SpokenSentenceIT {
  private static TestBed bed;

  @BeforeAll
  static void start() throws Exception {
    bed = TestBed.start();
  }

  @AfterAll
  static void stop() throws Exception {
    bed.close();
  }

  @Test
  void becomesCaptionRowIndexEntryAndMinutes() throws Exception {
    JobConfig config = bed.installation("words");
    TestMeeting meeting =
        TestMeeting.ofDialogue("words-1", TestMeeting.recently(), "d3_release", 15_000_000);
    bed.plan(meeting.id());
    try (LogFeeder feeder = bed.feeder(config);
        JobRunner jobs =
            JobRunner.start(
                config,
                EnumSet.of(Job.TRANSCRIPTION, Job.INDEXING, Job.MINUTES),
                bed.directory.resolve("tmp"))) {
      feeder.sendGarbage();
      feeder.feed(meeting, 10_000_000);
      await().atMost(Duration.ofMinutes(2)).until(() -> !minutesReady(config).isEmpty());

      assertThat(jobs.states()).containsEntry(Job.TRANSCRIPTION, "RUNNING");
    }
    List<Caption.Utterance> finals = finals(config);
    captionsSayWhatWasSaid(finals);
    rowsAndIndexHoldThem(config, meeting.id(), finals);
    objectsTellThem(meeting.id(), finals.size());
    assertThat(bed.captions(config))
        .filteredOn(Caption.TranscriptCompleted.class::isInstance)
        .containsExactly(new Caption.TranscriptCompleted(meeting.id(), 15_000_000, finals.size()));
    assertThat(minutesReady(config)).hasSize(1);
  }

  @Test
  void namesAreWrittenAsTheirOwnersDoEveryTimeTheLogIsRead() throws Exception {
    JobConfig config = bed.installation("names");
    TestMeeting meeting =
        TestMeeting.ofDialogue("names-1", TestMeeting.recently(), "d1_standup", 8_000_000);
    try (LogFeeder feeder = bed.feeder(config)) {
      feeder.feed(meeting, 10_000_000);
    }
    Set<Caption> first = Set.copyOf(captionsAfterReading(config, 1));
    assertThat(finals(config))
        .extracting(Caption.Utterance::text)
        .anySatisfy(text -> assertThat(text).contains("Bob, what is your status?"));

    List<Caption> both = captionsAfterReading(config, 2);
    assertThat(both).hasSize(2 * first.size());
    assertThat(Set.copyOf(both)).isEqualTo(first);
  }

  /** Reads the log from its start once more. */
  private static List<Caption> captionsAfterReading(JobConfig config, int times) throws Exception {
    JobConfig own = TestBed.checkpointsIn(config, "reading-" + times);
    try (JobRunner jobs =
        JobRunner.start(own, EnumSet.of(Job.TRANSCRIPTION), bed.directory.resolve("tmp"))) {
      await().atMost(Duration.ofMinutes(2)).until(() -> completions(config) == times);
      assertThat(jobs.states()).containsEntry(Job.TRANSCRIPTION, "RUNNING");
    }
    return bed.captions(config);
  }

  private static long completions(JobConfig config) {
    return bed.captions(config).stream()
        .filter(Caption.TranscriptCompleted.class::isInstance)
        .count();
  }

  private static List<Caption.Utterance> finals(JobConfig config) {
    return bed.captions(config).stream()
        .filter(c -> c instanceof Caption.Utterance u && u.last() && !u.text().isEmpty())
        .map(Caption.Utterance.class::cast)
        .toList();
  }

  private static List<RecordingEvent> minutesReady(JobConfig config) {
    return bed.recordings(config).stream()
        .filter(RecordingEvent.MinutesReady.class::isInstance)
        .toList();
  }

  private static void captionsSayWhatWasSaid(List<Caption.Utterance> finals) {
    assertThat(finals).extracting(Caption.Utterance::utteranceId).doesNotHaveDuplicates();
    FixtureDialogue dialogue = FixtureDialogue.load("d3_release");
    int errors = 0;
    int words = 0;
    for (FixtureDialogue.Speaker speaker : dialogue.speakers()) {
      List<String> said =
          dialogue.words(speaker.name()).stream()
              .filter(w -> w.endMs() < 14_500)
              .map(FixtureDialogue.SpokenWord::word)
              .toList();
      List<String> heard =
          finals.stream()
              .filter(u -> u.participantId().equals(TestMeeting.participant(speaker.name())))
              .sorted(Comparator.comparingLong(Caption.Utterance::startMicros))
              .flatMap(u -> u.words().stream())
              .filter(w -> w.endMicros() < 14_500_000)
              .map(w -> WordErrors.plain(w.text()))
              .toList();
      WordErrors difference = WordErrors.between(said, heard);
      errors += difference.errors();
      words += difference.words();
    }
    assertThat(words).isGreaterThan(25);
    assertThat(errors).as("wrong words of " + words).isLessThanOrEqualTo(words / 10);
  }

  private static void rowsAndIndexHoldThem(
      JobConfig config, MeetingId meeting, List<Caption.Utterance> finals) throws Exception {
    assertThat(bed.catalogue.transcripts().of(meeting))
        .extracting(Utterance::utteranceId)
        .containsExactlyInAnyOrderElementsOf(
            finals.stream().map(Caption.Utterance::utteranceId).toList());
    try (TranscriptIndex.Reader index =
        LuceneTranscriptIndex.openReader(Path.of(config.indexDirectory()))) {
      TranscriptHits hits = index.search(TranscriptQuery.of("migration", Set.of(meeting)));
      assertThat(hits.items())
          .extracting(hit -> hit.utterance().speaker(), hit -> hit.utterance().subject())
          .containsExactly(tuple("George", "Release planning"));
    }
  }

  private static void objectsTellThem(MeetingId meeting, int finals) throws Exception {
    ObjectKeys keys = new ObjectKeys(meeting);
    String vtt = new String(bed.objects.get(keys.transcript("en-US", TranscriptFormat.VTT)), UTF_8);
    assertThat(vtt).startsWith("WEBVTT").contains("<v George>");
    assertThat(bed.objects.exists(keys.transcript("en-US", TranscriptFormat.SRT))).isTrue();
    byte[] json = bed.objects.get(keys.transcript("en-US", TranscriptFormat.JSON));
    assertThat(TranscriptDocument.read(json).utterances()).hasSize(finals);
    Minutes minutes = MinutesCodec.decode(bed.objects.get(keys.minutes(1)));
    assertThat(minutes.attendees())
        .filteredOn(attendee -> attendee.words() > 0)
        .extracting(Minutes.Attendee::displayName)
        .contains("George", "Emma", "Kevin");
    assertThat(bed.catalogue.minutes().latest(meeting))
        .hasValueSatisfying(v -> assertThat(v.version()).isEqualTo(1));
  }
}
