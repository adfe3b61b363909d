import { type SyntheticEvent, type ReactNode, useState } from 'react';
import * as api from '../../api/parley';
import type { Meeting, Visibility } from '../../api/types';
import { Button, Choice, Dialog, Failure, Field } from '../../design/parts';
import { useI18n } from '../../i18n';
import { localInputValue } from '../../lib/time';
import { VisibilitySelect } from '../VisibilitySelect';

interface Props {
  scheduled: boolean;
  onClose: () => void;
  onCreated: (meeting: Meeting) => void;
}

const HOUR_MILLIS = 3_600_000;

export function NewMeetingDialog({ scheduled, onClose, onCreated }: Props): ReactNode {
  const { t } = useI18n();
  const [subject, setSubject] = useState('');
  const [withTime, setWithTime] = useState(scheduled);
  const [start, setStart] = useState(() => localInputValue(nextHour()));
  const [end, setEnd] = useState(() => localInputValue(new Date(+nextHour() + HOUR_MILLIS)));
  const [guestsAllowed, setGuestsAllowed] = useState(true);
  const [recording, setRecording] = useState(true);
  const [visibility, setVisibility] = useState<Visibility>('participants');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const backwards = withTime && end !== '' && end <= start;

  const submit = async (e: SyntheticEvent): Promise<void> => {
    e.preventDefault();
    if (backwards) return;
    setBusy(true);
    setFailure(null);
    try {
      const meeting = await api.createMeeting({
        subject: subject.trim(),
        guestsAllowed,
        recording,
        recordingVisibility: visibility,
        ...(withTime ? { startsAt: new Date(start).toISOString() } : {}),
        ...(withTime && end !== '' ? { endsAt: new Date(end).toISOString() } : {}),
      });
      onCreated(meeting);
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
    }
  };

  const moveStart = (value: string): void => {
    const length = +new Date(end) - +new Date(start);
    setStart(value);
    if (value !== '' && length > 0) setEnd(localInputValue(new Date(+new Date(value) + length)));
  };

  return (
    <Dialog title={t('home.new')} onClose={onClose} testId="new-meeting-dialog">
      <form className="stack" onSubmit={(e) => void submit(e)}>
        {failure !== null && <Failure error={failure} />}
        <Field label={t('meeting.subject')}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              required
              maxLength={200}
              data-testid="new-subject"
              placeholder={t('home.subjectExample')}
              value={subject}
              onChange={(e) => setSubject(e.target.value)}
            />
          )}
        </Field>
        <Choice checked={withTime} onChange={setWithTime} testId="new-with-time">
          {t('home.withTime')}
        </Choice>
        {withTime && (
          <div className="two">
            <Field label={t('meeting.start')}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  type="datetime-local"
                  required
                  data-testid="new-start"
                  value={start}
                  onChange={(e) => moveStart(e.target.value)}
                />
              )}
            </Field>
            <Field label={t('meeting.end')} wrong={backwards ? t('home.endBeforeStart') : null}>
              {(ids) => (
                <input
                  {...ids}
                  className="input"
                  type="datetime-local"
                  data-testid="new-end"
                  value={end}
                  onChange={(e) => setEnd(e.target.value)}
                />
              )}
            </Field>
          </div>
        )}
        <Choice checked={guestsAllowed} onChange={setGuestsAllowed} testId="new-guests">
          {t('home.guests')}
        </Choice>
        <Choice checked={recording} onChange={setRecording} testId="new-recording">
          {t('home.record')}
          <span className="muted small block">{t('home.recordHint')}</span>
        </Choice>
        {recording && <VisibilitySelect value={visibility} onChange={setVisibility} />}
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" disabled={busy} testId="new-create">
            {t('home.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function nextHour(): Date {
  const at = new Date();
  at.setHours(at.getHours() + 1, 0, 0, 0);
  return at;
}
