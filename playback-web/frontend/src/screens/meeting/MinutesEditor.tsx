import { Plus, Trash2 } from 'lucide-react';
import { type SyntheticEvent, type ReactNode, useState } from 'react';
import { ApiError } from '../../api/http';
import * as api from '../../api/parley';
import type { ActionItem, Line, Minutes, Question } from '../../api/types';
import { Button, Failure, IconButton, Note } from '../../design/parts';
import { useI18n } from '../../i18n';

interface Props {
  minutes: Minutes;
  onSaved: (saved: Minutes) => void;
  /** The person takes what somebody else saved meanwhile. */
  onTheirs: (theirs: Minutes) => void;
  onCancel: () => void;
}

const emptyLine: Line = { text: '', speaker: '', startMicros: 0, utteranceIds: [] };
const written = (line: Line): boolean => line.text.trim() !== '';

export function MinutesEditor({ minutes, onSaved, onTheirs, onCancel }: Props): ReactNode {
  const { t } = useI18n();
  const [draft, setDraft] = useState<Minutes>(minutes);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Minutes | null>(null);

  const save = async (basedOn: number): Promise<void> => {
    setBusy(true);
    setFailure(null);
    setTheirs(null);
    try {
      onSaved(
        await api.saveMinutes({
          ...draft,
          version: basedOn,
          summary: draft.summary.filter(written),
          decisions: draft.decisions.filter(written),
          actionItems: draft.actionItems.filter((a) => written(a.line)),
          questions: draft.questions.filter((q) => written(q.line)),
        }),
      );
    } catch (problem) {
      setBusy(false);
      if (problem instanceof ApiError && problem.status === 409) {
        setTheirs(await api.minutes(draft.meetingId, null).catch(() => null));
      } else {
        setFailure(problem);
      }
    }
  };
  const submit = (e: SyntheticEvent): void => {
    e.preventDefault();
    void save(draft.version);
  };
  const change = (part: Partial<Minutes>): void => setDraft({ ...draft, ...part });

  return (
    <form className="minutes editor" onSubmit={submit} data-testid="minutes-editor">
      {theirs !== null && (
        <Note kind="warn" role="alert" testId="minutes-conflict">
          <p>{t('minutes.conflict', { name: theirs.editedBy ?? '', version: theirs.version })}</p>
          <div className="row wrap">
            <Button size="small" testId="conflict-theirs" onClick={() => onTheirs(theirs)}>
              {t('minutes.takeTheirs')}
            </Button>
            <Button
              size="small"
              variant="primary"
              testId="conflict-mine"
              onClick={() => void save(theirs.version)}
            >
              {t('minutes.keepMine')}
            </Button>
          </div>
        </Note>
      )}
      {failure !== null && <Failure error={failure} />}
      <Lines
        title={t('minutes.summary')}
        name="summary"
        lines={draft.summary}
        onChange={(summary) => change({ summary })}
      />
      <Lines
        title={t('minutes.decisions')}
        name="decision"
        lines={draft.decisions}
        onChange={(decisions) => change({ decisions })}
      />
      <Items<ActionItem>
        title={t('minutes.actions')}
        name="action"
        items={draft.actionItems}
        fresh={{ line: emptyLine, owner: null, dueText: null, due: null }}
        onChange={(actionItems) => change({ actionItems })}
      >
        {(item, set) => (
          <div className="row wrap">
            <input
              className="input compact grow"
              aria-label={t('minutes.owner')}
              placeholder={t('minutes.owner')}
              list="minutes-people"
              data-testid="edit-action-owner"
              value={item.owner ?? ''}
              onChange={(e) => set({ ...item, owner: e.target.value === '' ? null : e.target.value })}
            />
            <input
              className="input compact"
              type="date"
              aria-label={t('minutes.due')}
              data-testid="edit-action-due"
              value={item.due ?? ''}
              onChange={(e) => set({ ...item, due: e.target.value === '' ? null : e.target.value })}
            />
          </div>
        )}
      </Items>
      <Items<Question>
        title={t('minutes.questions')}
        name="question"
        items={draft.questions}
        fresh={{ line: emptyLine, answered: false }}
        onChange={(questions) => change({ questions })}
      >
        {(item, set) => (
          <label className="choice small">
            <input
              type="checkbox"
              checked={item.answered}
              onChange={(e) => set({ ...item, answered: e.target.checked })}
            />
            {t('minutes.answered')}
          </label>
        )}
      </Items>
      <datalist id="minutes-people">
        {draft.attendees.map((a) => (
          <option key={a.participantId} value={a.displayName} />
        ))}
      </datalist>
      <div className="editor-foot">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={busy} testId="minutes-save">
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

interface LinesProps {
  title: string;
  name: string;
  lines: readonly Line[];
  onChange: (lines: Line[]) => void;
}

function Lines({ title, name, lines, onChange }: LinesProps): ReactNode {
  return (
    <Items<{ line: Line }>
      title={title}
      name={name}
      items={lines.map((line) => ({ line }))}
      fresh={{ line: emptyLine }}
      onChange={(items) => onChange(items.map((item) => item.line))}
    />
  );
}

interface ItemsProps<T extends { line: Line }> {
  title: string;
  name: string;
  items: readonly T[];
  fresh: T;
  onChange: (items: T[]) => void;
  children?: (item: T, set: (item: T) => void) => ReactNode;
}

/** A list of lines whose texts can be changed, taken out and added to. */
function Items<T extends { line: Line }>(props: ItemsProps<T>): ReactNode {
  const { title, name, items, fresh, onChange, children } = props;
  const { t } = useI18n();
  const replace = (index: number, item: T): void =>
    onChange(items.map((old, i) => (i === index ? item : old)));
  return (
    <fieldset className="minute-section">
      <legend>{title}</legend>
      {items.map((item, index) => (
        <div key={index} className="editor-item">
          <div className="row">
            <textarea
              className="input grow"
              rows={2}
              aria-label={`${title} ${index + 1}`}
              data-testid={`edit-${name}`}
              value={item.line.text}
              onChange={(e) => replace(index, { ...item, line: { ...item.line, text: e.target.value } })}
            />
            <IconButton
              size="small"
              label={t('minutes.removeLine', { title, number: index + 1 })}
              onClick={() => onChange(items.filter((_, i) => i !== index))}
            >
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </div>
          {children?.(item, (next) => replace(index, next))}
        </div>
      ))}
      <Button
        size="small"
        variant="quiet"
        testId={`add-${name}`}
        onClick={() => onChange([...items, fresh])}
      >
        <Plus size={16} aria-hidden />
        {t('minutes.add')}
      </Button>
    </fieldset>
  );
}
