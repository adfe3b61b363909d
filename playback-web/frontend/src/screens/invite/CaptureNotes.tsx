import type { ReactNode } from 'react';
import { Button, Note } from '../../design/parts';
import { useI18n } from '../../i18n';
import type { CaptureProblem } from '../../media/capture';
import type { LocalKind, LocalMedia, LocalState } from '../../media/localMedia';

interface Props {
  support: CaptureProblem | null;
  state: LocalState;
  local: LocalMedia;
}

/** What is wrong with microphone or camera, what to do, and that one can join without. */
export function CaptureNotes({ support, state, local }: Props): ReactNode {
  const { t } = useI18n();
  if (support !== null) {
    return (
      <Note kind="warn" role="alert" testId={`capture-${support}`}>
        {t(`capture.${support}`)}
      </Note>
    );
  }
  return (['microphone', 'camera'] as const).map((kind: LocalKind) => {
    const { problem } = state[kind];
    if (problem === null) return null;
    return (
      <Note key={kind} kind="warn" role="alert" testId={`capture-${kind}-${problem}`}>
        <div className="row between wrap">
          <span>
            <strong>{t(`device.${kind}`)}:</strong> {t(`capture.${problem}`)}
          </span>
          <Button size="small" onClick={() => void local.setOn(kind, true)}>
            {t('common.retry')}
          </Button>
        </div>
      </Note>
    );
  });
}
