import { type ReactNode, type SyntheticEvent, useState } from 'react';
import { Button, Dialog, Failure, Field } from '../../design/parts';
import { useToast } from '../../design/toast';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { Room } from '../../room/room';
import { fieldOf, HIGHEST, LEAST_KILOBITS, limitsOf, LOWEST, type Wrong } from './limits';

/** The host says how much is sent to each participant at least and at most. */
export function LimitsDialog({ room, onClose }: { room: Room; onClose: () => void }): ReactNode {
  const { t } = useI18n();
  const toast = useToast();
  const limits = useStore(room.host.limits);
  const [least, setLeast] = useState(() => fieldOf(limits?.minBitsPerSecond ?? LOWEST, LOWEST));
  const [most, setMost] = useState(() => fieldOf(limits?.maxBitsPerSecond ?? HIGHEST, HIGHEST));
  const [wrong, setWrong] = useState<{ field: 'least' | 'most'; wrong: Wrong } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  const apply = async (event: SyntheticEvent): Promise<void> => {
    event.preventDefault();
    const wanted = limitsOf(least, most, limits?.lastN ?? 1000);
    if ('wrong' in wanted) {
      setWrong(wanted);
      return;
    }
    setWrong(null);
    try {
      await room.host.setLimits(wanted.limits);
      toast(t('live.limits.applied'));
      onClose();
    } catch (refused) {
      setFailure(refused);
    }
  };
  const field = (
    name: 'least' | 'most',
    value: string,
    change: (text: string) => void,
  ): ReactNode => (
    <Field
      label={t(`live.limits.${name}`)}
      hint={t(`live.limits.${name}.hint`)}
      wrong={wrong?.field === name ? t(wrong.wrong, { least: LEAST_KILOBITS }) : null}
    >
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="number"
          inputMode="numeric"
          step="any"
          placeholder={t('live.limits.none')}
          data-testid={`limits-${name}`}
          value={value}
          onChange={(e) => change(e.target.value)}
        />
      )}
    </Field>
  );

  return (
    <Dialog title={t('live.limits')} onClose={onClose} testId="limits-dialog">
      <form className="stack" noValidate onSubmit={(event) => void apply(event)}>
        <p className="muted">{t('live.limits.text')}</p>
        {field('most', most, setMost)}
        {field('least', least, setLeast)}
        {failure !== null && <Failure error={failure} />}
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" variant="primary" testId="limits-apply">
            {t('live.limits.apply')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
