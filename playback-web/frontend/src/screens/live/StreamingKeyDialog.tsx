import { Check, Copy } from 'lucide-react';
import { type ReactNode, type SyntheticEvent, useEffect, useRef, useState } from 'react';
import type { StreamingKey } from '../../api/types';
import { Button, Choice, Dialog, Failure, Field, Note } from '../../design/parts';
import { useToast } from '../../design/toast';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { Room } from '../../room/room';
import { copyText } from '../CopyLink';

/** The host lets an encoder send into the meeting: it gets an address and a token, shown once. */
export function StreamingKeyDialog({
  room,
  onClose,
}: {
  room: Room;
  onClose: () => void;
}): ReactNode {
  const { t } = useI18n();
  const [key, setKey] = useState<StreamingKey | null>(null);
  return (
    <Dialog title={t('live.key')} onClose={onClose} testId="key-dialog">
      {key === null ? (
        <KeyForm room={room} onKey={setKey} onClose={onClose} />
      ) : (
        <KeyShown streamingKey={key} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface FormProps {
  room: Room;
  onKey: (key: StreamingKey) => void;
  onClose: () => void;
}

function KeyForm({ room, onKey, onClose }: FormProps): ReactNode {
  const { t } = useI18n();
  const { recording } = useStore(room.state);
  const [name, setName] = useState('');
  const [consent, setConsent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const make = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      onKey(await room.host.newStreamingKey(name.trim(), consent));
    } catch (refused) {
      setFailure(refused);
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void make(event)}>
      <p className="muted">{t('live.key.text')}</p>
      <Field label={t('live.key.name')} hint={t('live.key.name.hint')}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={80}
            autoComplete="off"
            data-testid="key-name"
            value={name}
            onChange={(e) => setName(e.target.value)}
          />
        )}
      </Field>
      {recording && (
        <Choice checked={consent} onChange={setConsent} required testId="key-consent">
          {t('live.key.consent')}
        </Choice>
      )}
      {failure !== null && <Failure error={failure} />}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          type="submit"
          variant="primary"
          testId="key-make"
          disabled={busy || name.trim() === '' || (recording && !consent)}
        >
          {t('live.key.make')}
        </Button>
      </div>
    </form>
  );
}

function KeyShown({
  streamingKey: key,
  onClose,
}: {
  streamingKey: StreamingKey;
  onClose: () => void;
}): ReactNode {
  const { t, language } = useI18n();
  const until = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className="stack">
      <Note kind="warn" role="status">
        {t('live.key.once', { time: until.format(new Date(key.expiresAt)) })}
      </Note>
      <Copied label={t('live.key.whip')} text={key.whipUrl} testId="key-whip" />
      <Copied label={t('live.key.token')} text={key.token} testId="key-token" focused />
      <Copied label={t('live.key.whep')} text={key.whepUrl} testId="key-whep" />
      <p className="muted small">{t('live.key.hint')}</p>
      <div className="dialog-foot">
        <Button variant="primary" testId="key-done" onClick={onClose}>
          {t('common.close')}
        </Button>
      </div>
    </div>
  );
}

interface CopiedProps {
  label: string;
  text: string;
  testId: string;
  focused?: boolean;
}

/** A text that is read, selected or copied, but not changed. */
function Copied({ label, text, testId, focused = false }: CopiedProps): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const [copied, setCopied] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // What was focused before is gone with the form.
  useEffect(() => {
    if (focused) button.current?.focus();
  }, [focused]);
  const copy = async (): Promise<void> => {
    if (await copyText(text)) {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_500);
    } else {
      toast(t('live.key.select'));
    }
  };
  return (
    <Field label={label}>
      {(ids) => (
        <div className="row">
          <input
            {...ids}
            className="input grow mono"
            readOnly
            data-testid={testId}
            value={text}
            onFocus={(e) => e.target.select()}
          />
          <button
            ref={button}
            type="button"
            className="button outline icon"
            aria-label={t(copied ? 'live.key.copied' : 'live.key.copy', { what: label })}
            title={t(copied ? 'live.key.copied' : 'live.key.copy', { what: label })}
            data-testid={`${testId}-copy`}
            onClick={() => void copy()}
          >
            {copied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
          </button>
        </div>
      )}
    </Field>
  );
}
