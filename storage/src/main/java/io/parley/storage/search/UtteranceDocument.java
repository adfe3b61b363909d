package io.parley.storage.search;

import io.parley.storage.contract.MeetingId;
import io.parley.storage.contract.ParticipantId;
import io.parley.storage.contract.UserId;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/** An utterance as Lucene keeps it. */
final class UtteranceDocument {
  static final String MEETING = "meetingId";
  static final String SPEAKER = "speaker";
  static final String TEXT = "text";
  static final String MEETING_START = "meetingStart";
  static final String START = "start";

  private static final String ID = "id";
  private static final String UTTERANCE = "utteranceId";
  private static final String PARTICIPANT = "participantId";
  private static final String USER = "userId";
  private static final String SUBJECT = "subject";

  private UtteranceDocument() {}

  static Term idOf(IndexedUtterance utterance) {
    return new Term(ID, utterance.meetingId() + "/" + utterance.utteranceId());
  }

  static Document of(IndexedUtterance utterance) {
    Document document = new Document();
    document.add(new StringField(ID, idOf(utterance).bytes(), Field.Store.NO));
    document.add(new StringField(MEETING, utterance.meetingId().value(), Field.Store.YES));
    document.add(new StoredField(UTTERANCE, utterance.utteranceId()));
    document.add(new StoredField(PARTICIPANT, utterance.participantId().value()));
    document.add(new StringField(SPEAKER, utterance.speaker(), Field.Store.YES));
    document.add(new SortedDocValuesField(SPEAKER, new BytesRef(utterance.speaker())));
    UserId user = utterance.userId();
    if (user != null) {
      document.add(new StoredField(USER, user.value()));
    }
    document.add(new StoredField(SUBJECT, utterance.subject()));
    long meetingStart = utterance.meetingStartEpochMicros();
    document.add(new LongPoint(MEETING_START, meetingStart));
    document.add(new NumericDocValuesField(MEETING_START, meetingStart));
    document.add(new StoredField(MEETING_START, meetingStart));
    document.add(new StoredField(START, utterance.startMicros()));
    document.add(new NumericDocValuesField(START, utterance.startMicros()));
    document.add(new TextField(TEXT, utterance.text(), Field.Store.YES));
    return document;
  }

  static IndexedUtterance toUtterance(Document document) {
    String user = document.get(USER);
    return new IndexedUtterance(
        new MeetingId(document.get(MEETING)),
        document.get(UTTERANCE),
        new ParticipantId(document.get(PARTICIPANT)),
        document.get(SPEAKER),
        user == null ? null : new UserId(user),
        document.get(SUBJECT),
        document.getField(MEETING_START).numericValue().longValue(),
        document.getField(START).numericValue().longValue(),
        document.get(TEXT));
  }
}
