import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { type SyntheticEvent, type ReactNode, useEffect, useState } from 'react';
import { ApiError } from '../../api/http';
import type { Invite } from '../../api/types';
import { Avatar, Button, Choice, Field, IconButton, Note } from '../../design/parts';
import { failureText, useI18n } from '../../i18n';
import { readPref, writePref } from '../../lib/prefs';
import { useStore } from '../../lib/store';
import { dayAndTime } from '../../lib/time';
import { captureSupport } from '../../media/capture';
import type { LocalMedia } from '../../media/localMedia';
import { useSession } from '../../session';
import { DeviceChoice } from '../live/DeviceChoice';
import { VideoView } from '../live/VideoView';
import { Shell } from '../Shell';
import { CaptureNotes } from './CaptureNotes';
import { LevelMeter } from './LevelMeter';

interface Props {
  invite: Invite;
  local: LocalMedia;
  onJoin: (name: string, consent: boolean) => Promise<void>;
  onOver: () => void;
}

export function PreJoin({ invite, local, onJoin, onOver }: Props): ReactNode {
  const { t, locale } = useI18n();
  const { me } = useSession();
  const state = useStore(local.state);
  const { camera, microphone } = state;
  const [name, setName] = useState(
    () => me.user?.displayName ?? me.guest?.displayName ?? readPref('name') ?? '',
  );
  const [consent, setConsent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const support = captureSupport();

  useEffect(() => {
    if (support === null) void local.start(true, true);
  }, [local, support]);

  const submit = async (e: SyntheticEvent): Promise<void> => {
    e.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      writePref('name', name.trim());
      await onJoin(name.trim(), consent);
    } catch (problem) {
      setFailure(problem);
      setBusy(false);
      if (problem instanceof ApiError && problem.code === 'meeting-over') onOver();
    }
  };

  const early = invite.startsAt !== null && Date.parse(invite.startsAt) > Date.now();
  return (
    <Shell title={invite.subject}>
      <div className="prejoin" data-testid="prejoin">
        <section className="prejoin-look" aria-label={t('invite.preview')}>
          <div className="preview">
            {camera.track !== null ? (
              <VideoView track={camera.track} mirrored testId="prejoin-preview" />
            ) : (
              <div className="preview-off">
                <Avatar name={name} colour="#0b6e63" size={96} />
                <span>{camera.opening ? t('invite.openingCamera') : t('invite.cameraOff')}</span>
              </div>
            )}
            <div className="preview-tools">
              <IconButton
                label={microphone.on ? t('live.micOff') : t('live.micOn')}
                className={microphone.on ? 'round' : 'round off'}
                aria-pressed={microphone.on}
                disabled={support !== null}
                testId="prejoin-mic"
                onClick={() => void local.setOn('microphone', !microphone.on)}
              >
                {microphone.on ? <Mic aria-hidden /> : <MicOff aria-hidden />}
              </IconButton>
              <IconButton
                label={camera.on ? t('live.cameraOff') : t('live.cameraOn')}
                className={camera.on ? 'round' : 'round off'}
                aria-pressed={camera.on}
                disabled={support !== null}
                testId="prejoin-camera"
                onClick={() => void local.setOn('camera', !camera.on)}
              >
                {camera.on ? <Video aria-hidden /> : <VideoOff aria-hidden />}
              </IconButton>
            </div>
          </div>
          <LevelMeter track={microphone.on ? microphone.track : null} />
          <CaptureNotes support={support} state={state} local={local} />
        </section>
        {support === null && (
          <section className="prejoin-devices" aria-label={t('invite.devices')}>
            <DeviceChoice local={local} />
          </section>
        )}

        <form className="prejoin-form" onSubmit={(e) => void submit(e)}>
          <div>
            <p className="muted small">{t('home.hostedBy', { name: invite.hostName })}</p>
            <h1>{invite.subject}</h1>
          </div>
          {early && (
            <Note testId="prejoin-early">
              {t('invite.early', { time: dayAndTime(invite.startsAt, locale) })}
            </Note>
          )}
          {failure !== null && (
            <Note kind="bad" role="alert" testId="prejoin-error">
              {failureText(t, failure)}
            </Note>
          )}
          <Field label={t('invite.name')}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                required
                maxLength={80}
                autoComplete="name"
                data-testid="prejoin-name"
                value={name}
                onChange={(e) => setName(e.target.value)}
              />
            )}
          </Field>
          {invite.recording && (
            <div className="consent">
              <p>
                <span className="rec-dot" aria-hidden />
                {t('invite.recorded')}
              </p>
              <Choice checked={consent} onChange={setConsent} required testId="prejoin-consent">
                {t('invite.consent')}
              </Choice>
            </div>
          )}
          <Button
            type="submit"
            variant="primary"
            size="large"
            testId="prejoin-join"
            disabled={busy || name.trim() === '' || (invite.recording && !consent)}
          >
            {busy ? t('invite.joining') : t('invite.join')}
          </Button>
          {me.user === null && <p className="muted small">{t('invite.guestHint')}</p>}
        </form>
      </div>
    </Shell>
  );
}
