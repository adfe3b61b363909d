package io.parley.sfu.room;

import io.parley.sfu.loop.EventLoop;
import io.parley.storage.contract.MeetingEvent.EndReason;
import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.RoomToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All live meetings of this process, and which ones are over. Any thread. */
public final class Meetings {
  /** How many finished meetings are remembered; beyond that the oldest are forgotten. */
  private static final int REMEMBERED = 100_000;

  private final Supplier<MeetingContext> contexts;
  private final Map<MeetingId, Room> rooms = new HashMap<>();
  private final Map<MeetingId, Boolean> over =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MeetingId, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };
  private boolean closed;

  /** A meeting's place: its loop is known at once, the meeting itself begins on it. */
  public static final class Room {
    private final MeetingContext context;
    private @Nullable Meeting meeting;

    private Room(MeetingContext context) {
      this.context = context;
    }

    public EventLoop loop() {
      return context.loop();
    }

    /** To be called in a task given to {@link #loop()} after the room was entered. */
    public Meeting meeting() {
      Meeting begun = meeting;
      if (begun == null) {
        throw new IllegalStateException("the meeting begins with the loop's next task");
      }
      return begun;
    }
  }

  /**
   * @param id identity
   * @param participants how many are in it
   */
  public record Summary(MeetingId id, int participants) {}

  /**
   * @param contexts called once for each meeting: it chooses the loop
   */
  public Meetings(Supplier<MeetingContext> contexts) {
    this.contexts = contexts;
  }

  /** Whether it ended in this process, or none may begin any more. */
  public synchronized boolean isOver(MeetingId id) {
    return closed || over.containsKey(id);
  }

  /** The room of a meeting that runs; null otherwise. */
  public synchronized @Nullable Room find(MeetingId id) {
    return rooms.get(id);
  }

  /** The room of a token's meeting, which begins if it does not run yet; null if it is over. */
  public synchronized @Nullable Room enter(RoomToken token) {
    if (isOver(token.meetingId())) {
      return null;
    }
    Room room = rooms.get(token.meetingId());
    if (room == null) {
      Room fresh = new Room(contexts.get());
      rooms.put(token.meetingId(), fresh);
      fresh.loop().execute(() -> fresh.meeting = new Meeting(token, fresh.context, this::ended));
      room = fresh;
    }
    return room;
  }

  /** How many meetings run. */
  public synchronized int size() {
    return rooms.size();
  }

  /** How many participants are in each; they are counted on the meetings' loops. */
  public CompletableFuture<List<Summary>> summaries() {
    return ofAll(room -> summary(room));
  }

  /** What the unit knows of all media of all meetings; gathered on the meetings' loops. */
  public CompletableFuture<List<Views.MeetingStats>> stats() {
    return ofAll(room -> stats(room));
  }

  /** What the unit knows of all media of one meeting; gathered on its loop. Any thread. */
  public static CompletableFuture<Views.MeetingStats> stats(Room room) {
    CompletableFuture<Views.MeetingStats> answer = new CompletableFuture<>();
    room.loop().execute(() -> room.meeting().gatherStats(answer::complete));
    return answer;
  }

  private static CompletableFuture<Summary> summary(Room room) {
    CompletableFuture<Summary> answer = new CompletableFuture<>();
    room.loop()
        .execute(() -> answer.complete(new Summary(room.meeting().id(), room.meeting().size())));
    return answer;
  }

  private <T> CompletableFuture<List<T>> ofAll(Function<Room, CompletableFuture<T>> question) {
    List<CompletableFuture<T>> answers = rooms().stream().map(question).toList();
    return CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
        .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
  }

  /** Ends all meetings and lets none begin. Completes when all have ended. */
  public CompletableFuture<Void> close() {
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Room room : closing()) {
      CompletableFuture<Void> end = new CompletableFuture<>();
      ends.add(end);
      room.loop()
          .execute(
              () -> {
                room.meeting().end(EndReason.ABANDONED);
                end.complete(null);
              });
    }
    return CompletableFuture.allOf(ends.toArray(new CompletableFuture<?>[0]));
  }

  private synchronized List<Room> rooms() {
    return new ArrayList<>(rooms.values());
  }

  private synchronized List<Room> closing() {
    closed = true;
    return rooms();
  }

  private synchronized void ended(Meeting meeting) {
    rooms.remove(meeting.id());
    over.put(meeting.id(), true);
  }
}
