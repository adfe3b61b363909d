import type { ReactNode } from 'react';
import { Field } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useStore } from '../../lib/store';
import type { LocalMedia } from '../../media/localMedia';

const KINDS = [
  { device: 'microphone', kind: 'audioinput' },
  { device: 'camera', kind: 'videoinput' },
  { device: 'speaker', kind: 'audiooutput' },
] as const;

/** Microphone, camera and, where the browser can, loudspeaker. */
export function DeviceChoice({ local }: { local: LocalMedia }): ReactNode {
  const { t } = useI18n();
  const state = useStore(local.state);
  return (
    <div className="device-choice">
      {KINDS.map(({ device, kind }) => {
        // Before permission the browser lists nameless devices: nothing to choose from yet.
        const devices = state.devices.filter((d) => d.kind === kind && d.deviceId !== '');
        if (devices.length === 0) return null;
        const wanted = device === 'speaker' ? state.speakerId : state[`${device}Id`];
        const used =
          device === 'speaker' ? null : (state[device].track?.getSettings().deviceId ?? null);
        const selected = used ?? wanted ?? '';
        return (
          <Field key={device} label={t(`device.${device}`)}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                data-testid={`device-${device}`}
                value={devices.some((d) => d.deviceId === selected) ? selected : ''}
                onChange={(e) => {
                  if (device === 'speaker') local.chooseSpeaker(e.target.value);
                  else void local.choose(device, e.target.value);
                }}
              >
                {!devices.some((d) => d.deviceId === selected) && (
                  <option value="">{t('device.default')}</option>
                )}
                {devices.map((d, index) => (
                  <option key={d.deviceId} value={d.deviceId}>
                    {d.label === '' ? `${t(`device.${device}`)} ${index + 1}` : d.label}
                  </option>
                ))}
              </select>
            )}
          </Field>
        );
      })}
    </div>
  );
}
