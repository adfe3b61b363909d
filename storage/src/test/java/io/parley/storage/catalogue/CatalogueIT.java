package io.parley.storage.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.storage.contract.Caption;
import io.parley.storage.contract.MeetingEvent;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.RecordingEvent;
import io.parley.storage.contract.TrackId;
import io.parley.storage.contract.UserId;
import io.parley.storage.contract.Word;
import io.parley.storage.embedded.EmbeddedPostgresServer;
import io.parley.storage.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue on a real PostgreSQL, starting from an empty database. */
class CatalogueIT {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final long START = 1_795_000_000_000_000L;
  private static final UserId HOST = new UserId("u-host");
  private static final ParticipantId ANN = new ParticipantId("p-ann");
  private static final TrackId TRACK = new TrackId("p-ann.microphone.1");

  @TempDir static Path dir;
  private static EmbeddedPostgresServer server;
  private static Catalogue catalogue;
  private static int meetings;

  private MeetingId meeting;

  @BeforeAll
  static void migrateFromEmpty() throws IOException {
    server = EmbeddedPostgresServer.start(dir.resolve("pg"), FreePort.next());
    catalogue = Catalogue.open(new CatalogueConfig(server.jdbcUrl(), server.user(), "", 8));
    assertThat(catalogue.accounts().create(HOST, "host@example.org", "Hanna", "hash", NOW))
        .get()
        .extracting(Account::admin)
        .isEqualTo(true);
  }

  @AfterAll
  static void stop() throws IOException {
    catalogue.close();
    server.close();
  }

  @BeforeEach
  void createMeeting() {
    meeting = new MeetingId("m-" + ++meetings);
    catalogue.meetings().create(meeting, HOST, plan("Release planning"), "code" + meetings, NOW);
  }

  @Test
  void openingAgainMigratesNothingAndKeepsTheRows() {
    try (Catalogue again =
        Catalogue.open(new CatalogueConfig(server.jdbcUrl(), server.user(), "", 1))) {
      assertThat(again.schemaVersion()).isEqualTo(catalogue.schemaVersion());
      assertThat(again.meetings().find(meeting)).isEqualTo(catalogue.meetings().find(meeting));
      assertThat(again.reachable()).isTrue();
    }
  }

  @Test
  void emailsAreUniqueWithoutRegardToCase() {
    Accounts accounts = catalogue.accounts();
    UserId bob = new UserId("u-bob");
    Account created =
        accounts.create(bob, "Bob@Example.org", "Bob", "h", NOW).orElseThrow(AssertionError::new);
    assertThat(created.admin()).isFalse();
    assertThat(created.createdAt()).isEqualTo(NOW);
    assertThat(accounts.create(new UserId("u-bob2"), "bOB@example.ORG", "B", "h", NOW)).isEmpty();
    assertThat(accounts.findByEmail("BOB@EXAMPLE.ORG")).contains(created);
    accounts.changePasswordHash(bob, "h2");
    assertThat(accounts.find(bob)).get().extracting(Account::passwordHash).isEqualTo("h2");
  }

  @Test
  void sessionsExpireAndAreClosed() {
    LoginSessions sessions = catalogue.loginSessions();
    byte[] token = {1, 2, 3};
    byte[] guestToken = {4, 5, 6};
    var guest = new LoginSession.OfGuest(meeting, ANN, "Ann");
    sessions.open(token, new LoginSession.OfAccount(HOST), NOW, NOW.plusSeconds(7200));
    sessions.open(guestToken, guest, NOW, NOW.plusSeconds(60));

    assertThat(sessions.find(token, NOW)).contains(new LoginSession.OfAccount(HOST));
    assertThat(sessions.find(guestToken, NOW)).contains(guest);
    assertThat(sessions.find(guestToken, NOW.plusSeconds(60))).isEmpty();
    sessions.touch(token, NOW.plusSeconds(3601), Duration.ofHours(2));
    assertThat(sessions.find(token, NOW.plusSeconds(7200))).isPresent();
    catalogue.prune(NOW.plusSeconds(61));
    assertThat(sessions.find(guestToken, NOW)).isEmpty();
    sessions.close(token);
    assertThat(sessions.find(token, NOW)).isEmpty();
  }

  @Test
  void failedLoginsAreCountedForgottenAndPruned() {
    LoginFailures failures = catalogue.loginFailures();
    failures.record("account:a", NOW.minusSeconds(100));
    failures.record("account:a", NOW);
    failures.record("account:b", NOW);
    assertThat(failures.since("account:a", NOW.minusSeconds(60))).containsExactly(NOW);
    assertThat(failures.since("account:a", NOW.minusSeconds(100)))
        .containsExactly(NOW.minusSeconds(100), NOW);
    failures.withdraw("account:a", NOW);
    assertThat(failures.since("account:a", Instant.EPOCH)).containsExactly(NOW.minusSeconds(100));
    failures.forget("account:a");
    assertThat(failures.since("account:a", Instant.EPOCH)).isEmpty();
    catalogue.prune(NOW.plus(LoginFailures.KEPT).plusSeconds(1));
    assertThat(failures.since("account:b", Instant.EPOCH)).isEmpty();
  }

  @Test
  void aMeetingWithARecordingGoesThroughItsStatesAndNeverBack() {
    catalogue.meetings().started(meeting, START, true);
    assertThat(state()).isEqualTo(MeetingState.LIVE);
    catalogue.recordings().segmentStored(segment(0, 4_096_000));
    assertThat(recording().state()).isEqualTo(RecordingState.LIVE);
    catalogue.meetings().ended(meeting, START + 9_000_000);
    assertThat(state()).isEqualTo(MeetingState.PROCESSING);
    assertThat(recording().state()).isEqualTo(RecordingState.PROCESSING);
    var completed = new RecordingEvent.RecordingCompleted(meeting, 9_000_000, "k/manifest.json");
    catalogue.recordings().completed(completed);
    assertThat(state()).isEqualTo(MeetingState.READY);

    catalogue.recordings().segmentStored(segment(1, 8_192_000));
    catalogue.recordings().begun(meeting);
    catalogue.meetings().started(meeting, START + 1, true);
    catalogue.meetings().ended(meeting, START + 99_000_000);
    assertThat(state()).isEqualTo(MeetingState.READY);
    assertThat(recording())
        .isEqualTo(
            new Recording(meeting, RecordingState.READY, 9_000_000, 9_000_000, "k/manifest.json"));
    assertThat(found().startedAtEpochMicros()).isEqualTo(START);
    assertThat(found().durationMicros()).isEqualTo(9_000_000L);
    assertThat(catalogue.recordings().segments(meeting))
        .extracting(Recordings.Segment::number)
        .containsExactly(0L, 1L);
  }

  @Test
  void aMeetingWithoutARecordingIsReadyAtItsEnd() {
    catalogue.meetings().started(meeting, START, false);
    catalogue.meetings().ended(meeting, START + 5);
    assertThat(state()).isEqualTo(MeetingState.READY);
    assertThat(catalogue.recordings().find(meeting)).isEmpty();
  }

  @Test
  void aSegmentThatArrivesAfterTheEndDoesNotMakeTheRecordingLiveAgain() {
    catalogue.meetings().started(meeting, START, true);
    catalogue.meetings().ended(meeting, START + 5);
    catalogue.recordings().segmentStored(segment(0, 4_096_000));
    assertThat(recording().state()).isEqualTo(RecordingState.PROCESSING);
    assertThat(state()).isEqualTo(MeetingState.PROCESSING);
  }

  @Test
  void replayingTheLogGivesTheSameRows() throws IOException {
    replay();
    List<Object> first = everything();
    replay();
    assertThat(everything()).isEqualTo(first);
    assertThat(catalogue.participants().of(meeting))
        .containsExactly(
            new Participant(ANN, "Ann", null, false, 0x336699, START, START + 9_000_000));
  }

  @Test
  void aParticipantWhoCameBackIsInTheMeeting() {
    catalogue.participants().joined(joined("Ann", START));
    catalogue.participants().left(meeting, ANN, START + 10);
    catalogue.participants().joined(joined("Anna", START + 20));
    assertThat(catalogue.participants().find(meeting, ANN))
        .contains(new Participant(ANN, "Anna", null, false, 0x336699, START, null));
    catalogue.participants().allLeft(meeting, START + 30);
    assertThat(catalogue.participants().find(meeting, ANN))
        .get()
        .extracting(Participant::leftEpochMicros)
        .isEqualTo(START + 30);
  }

  @Test
  void concurrentUpsertsOfTheSameRowsLeaveOneOfEach() throws Exception {
    catalogue.meetings().started(meeting, START, true);
    int threads = 8;
    CyclicBarrier together = new CyclicBarrier(threads);
    List<Callable<Boolean>> work = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      work.add(
          () -> {
            together.await();
            boolean all = true;
            for (int i = 0; i < 20; i++) {
              all &= catalogue.recordings().segmentStored(segment(i, (i + 1) * 4_096_000L));
              all &= catalogue.transcripts().put(utterance(i * 1000L, "Line " + i), "Ann");
              all &= catalogue.participants().joined(joined("Ann", START + i));
            }
            return all;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      for (Future<Boolean> done : pool.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
    assertThat(catalogue.recordings().segments(meeting)).hasSize(20);
    assertThat(recording().playableMicros()).isEqualTo(20 * 4_096_000L);
    assertThat(catalogue.transcripts().of(meeting)).hasSize(20);
    assertThat(found().participantCount()).isEqualTo(1);
  }

  @Test
  void concurrentRegistrationsOfOneEmailGiveOneAccount() throws Exception {
    List<Callable<Optional<Account>>> work = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      UserId id = new UserId("u-race" + t);
      work.add(() -> catalogue.accounts().create(id, "race@example.org", "R", "h", NOW));
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      int created = 0;
      for (var done : pool.invokeAll(work)) {
        created += done.get().isPresent() ? 1 : 0;
      }
      assertThat(created).isEqualTo(1);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void deletingRemovesEveryRowAndAReplayDoesNotBringThemBack() throws IOException {
    replay();
    catalogue
        .loginSessions()
        .open(
            new byte[] {9}, new LoginSession.OfGuest(meeting, ANN, "Ann"), NOW, NOW.plusSeconds(9));
    assertThat(catalogue.meetings().delete(meeting, NOW)).isTrue();
    assertThat(catalogue.meetings().delete(meeting, NOW)).isFalse();
    assertThat(catalogue.wasDeleted(meeting)).isTrue();
    assertThat(catalogue.loginSessions().find(new byte[] {9}, NOW)).isEmpty();

    assertThat(catalogue.meetings().started(meeting, START, true)).isFalse();
    assertThat(catalogue.recordings().segmentStored(segment(0, 1))).isFalse();
    assertThat(catalogue.transcripts().put(utterance(0, "x"), "Ann")).isFalse();
    assertThat(catalogue.participants().joined(joined("Ann", START))).isFalse();
    assertThat(catalogue.chat().put(chat())).isFalse();
    assertThat(everything())
        .containsExactly(
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of());
  }

  @Test
  void wordsSurviveWithTheirTimes() {
    catalogue.transcripts().put(utterance(5_000, "It's \"fine\", 好."), "Ann");
    Utterance kept = catalogue.transcripts().of(meeting).get(0);
    assertThat(kept.words()).containsExactly(new Word("It's \"fine\", 好.", 5_000, 5_500, 0.75));
    assertThat(kept.speaker()).isEqualTo("Ann");
    assertThatThrownBy(() -> catalogue.transcripts().put(partial(), "Ann"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void neighboursAreTheSentencesBeforeAndAfter() {
    for (int i = 0; i < 3; i++) {
      catalogue.transcripts().put(utterance(i * 1000L, "Line " + i), "Ann");
    }
    String middle = Caption.Utterance.idOf(TRACK, 1000);
    assertThat(catalogue.transcripts().around(meeting, middle))
        .isEqualTo(new Transcripts.Neighbours(Optional.of("Line 0"), Optional.of("Line 2")));
    String first = Caption.Utterance.idOf(TRACK, 0);
    assertThat(catalogue.transcripts().around(meeting, first).before()).isEmpty();
    assertThat(catalogue.transcripts().latest(meeting, 2))
        .extracting(Utterance::text)
        .containsExactly("Line 1", "Line 2");
  }

  @Test
  void ofTwoEditorsOfOneVersionOneWins() throws IOException {
    MinutesVersions minutes = catalogue.minutes();
    assertThat(minutes.append(meeting, 0, "Hanna", NOW, v -> "k" + v)).isEmpty();
    minutes.produced(new RecordingEvent.MinutesReady(meeting, 1, "k1"), NOW);
    assertThat(minutes.append(meeting, 1, "Hanna", NOW, v -> "k" + v)).isPresent();
    assertThat(minutes.append(meeting, 1, "Bob", NOW, v -> "never")).isEmpty();
    assertThatThrownBy(
            () ->
                minutes.append(
                    meeting,
                    2,
                    "Hanna",
                    NOW,
                    v -> {
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class);
    minutes.produced(new RecordingEvent.MinutesReady(meeting, 1, "k1"), NOW.plusSeconds(5));
    assertThat(minutes.of(meeting))
        .containsExactly(
            new MinutesVersions.Version(1, "k1", null, NOW),
            new MinutesVersions.Version(2, "k2", "Hanna", NOW));
    assertThat(minutes.latest(meeting)).get().extracting("version").isEqualTo(2);
  }

  @Test
  void accountsSeeTheMeetingsTheyHostOrWereIn() {
    UserId carl = new UserId("u-carl-" + meeting);
    catalogue.accounts().create(carl, "carl-" + meeting + "@example.org", "Carl", "h", NOW);
    assertThat(catalogue.meetings().ofUser(carl, null, null, 0, 10)).isEmpty();
    catalogue.meetings().started(meeting, START, false);
    catalogue
        .participants()
        .joined(
            new MeetingEvent.ParticipantJoined(
                meeting, START, new ParticipantId("p-carl"), "Carl", carl, false, 1));
    assertThat(catalogue.participants().attended(meeting, carl)).isTrue();
    assertThat(catalogue.meetings().ofUser(carl, null, "PLANNING", 0, 10))
        .extracting(Meeting::id)
        .containsExactly(meeting);
    assertThat(catalogue.meetings().ofUser(carl, MeetingState.READY, null, 0, 10)).isEmpty();
    assertThat(catalogue.meetings().ofUser(carl, null, "50%_", 0, 10)).isEmpty();
    assertThat(catalogue.meetings().searchableBy(carl)).containsExactly(meeting);
    catalogue.meetings().change(meeting, hostOnly());
    assertThat(catalogue.meetings().searchableBy(carl)).isEmpty();
    assertThat(catalogue.meetings().searchableBy(HOST)).contains(meeting);
  }

  @Test
  void admissionsAreFoundByParticipantAndByAccount() {
    Admission guest = new Admission(meeting, ANN, null, "Ann", true);
    Admission host = new Admission(meeting, new ParticipantId("p-h"), HOST, "Hanna", true);
    catalogue.admissions().put(guest, NOW);
    catalogue.admissions().put(host, NOW);
    catalogue.admissions().put(new Admission(meeting, ANN, null, "Anna", true), NOW);
    assertThat(catalogue.admissions().find(meeting, ANN))
        .get()
        .extracting(Admission::displayName)
        .isEqualTo("Anna");
    assertThat(catalogue.admissions().latestOf(meeting, HOST)).contains(host);
  }

  @Test
  void theAuditLogKeepsItsOrder() {
    for (String action : List.of("login", "join", "refused")) {
      catalogue
          .audit()
          .append(new AuditLog.Entry(NOW, "user:u-host", action, meeting, "127.0.0.1", ""));
    }
    assertThat(catalogue.audit().latest(3))
        .extracting(AuditLog.Entry::action)
        .containsExactly("refused", "join", "login");
  }

  @Test
  void liveAndEndedMeetingsAreListed() {
    catalogue.meetings().started(meeting, START, false);
    catalogue.meetings().active(meeting, START + 50);
    catalogue.meetings().active(meeting, START + 20);
    assertThat(catalogue.meetings().live()).extracting(Meeting::id).contains(meeting);
    assertThat(found().activityEpochMicros()).isEqualTo(START + 50);
    catalogue.meetings().ended(meeting, START + 60);
    assertThat(catalogue.meetings().live()).extracting(Meeting::id).doesNotContain(meeting);
    assertThat(catalogue.meetings().endedBefore(START + 61)).contains(meeting);
    assertThat(catalogue.meetings().endedBefore(START + 60)).doesNotContain(meeting);
  }

  private void replay() throws IOException {
    catalogue.meetings().started(meeting, START, true);
    catalogue.participants().joined(joined("Ann", START));
    catalogue.chat().put(chat());
    catalogue.recordings().segmentStored(segment(0, 4_096_000));
    catalogue.transcripts().put(utterance(1_000, "Hello."), "Ann");
    catalogue.participants().left(meeting, ANN, START + 9_000_000);
    catalogue.meetings().ended(meeting, START + 9_000_000);
    catalogue.participants().allLeft(meeting, START + 9_000_000);
    catalogue.transcripts().completed(new RecordingEvent.TranscriptReady(meeting, "en", 1));
    catalogue
        .recordings()
        .completed(new RecordingEvent.RecordingCompleted(meeting, 9_000_000, "k"));
    catalogue.minutes().produced(new RecordingEvent.MinutesReady(meeting, 1, "k1"), NOW);
  }

  private List<Object> everything() {
    return List.of(
        catalogue.meetings().find(meeting),
        catalogue.participants().of(meeting),
        catalogue.chat().of(meeting),
        catalogue.recordings().find(meeting),
        catalogue.recordings().segments(meeting),
        catalogue.transcripts().of(meeting),
        catalogue.transcripts().completion(meeting),
        catalogue.minutes().of(meeting));
  }

  private Meeting found() {
    return catalogue.meetings().find(meeting).orElseThrow();
  }

  private MeetingState state() {
    return found().state();
  }

  private Recording recording() {
    return catalogue.recordings().find(meeting).orElseThrow();
  }

  private static MeetingPlan plan(String subject) {
    return new MeetingPlan(subject, null, null, true, true, RecordingVisibility.PARTICIPANTS);
  }

  private static MeetingPlan hostOnly() {
    return new MeetingPlan("S", NOW, NOW.plusSeconds(60), true, true, RecordingVisibility.HOST);
  }

  private RecordingEvent.SegmentStored segment(long window, long playable) {
    return new RecordingEvent.SegmentStored(
        meeting, window, "k/" + window, window * 4_096_000, 4_096_000, 1234, playable);
  }

  private MeetingEvent.ParticipantJoined joined(String name, long at) {
    return new MeetingEvent.ParticipantJoined(meeting, at, ANN, name, null, false, 0x336699);
  }

  private MeetingEvent.ChatSent chat() {
    return new MeetingEvent.ChatSent(meeting, START + 7, "c1", ANN, "Ann", "Hi 👋");
  }

  private Caption.Utterance utterance(long start, String text) {
    return new Caption.Utterance(
        meeting,
        Caption.Utterance.idOf(TRACK, start),
        TRACK,
        ANN,
        3,
        true,
        start,
        start + 500,
        text,
        List.of(new Word(text, start, start + 500, 0.75)),
        "en",
        "demo",
        true);
  }

  private Caption.Utterance partial() {
    return new Caption.Utterance(
        meeting, "x", TRACK, ANN, 0, false, 0, 1, "x", List.of(), "en", "demo", true);
  }
}
