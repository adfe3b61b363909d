import type { ReactNode } from 'react';
import { Choice, Dialog, Field } from '../../design/parts';
import { type Theme, useTheme } from '../../design/theme';
import { type Language, useI18n } from '../../i18n';
import type { LocalMedia } from '../../media/localMedia';
import { DeviceChoice } from './DeviceChoice';

interface Props {
  local: LocalMedia;
  shortcuts: boolean;
  onShortcuts: (on: boolean) => void;
  onClose: () => void;
}

export function SettingsDialog({ local, shortcuts, onShortcuts, onClose }: Props): ReactNode {
  const { t, language, choose } = useI18n();
  const { theme, choose: chooseTheme } = useTheme();
  return (
    <Dialog title={t('settings.title')} onClose={onClose} testId="settings-dialog">
      <DeviceChoice local={local} />
      <div className="device-choice">
        <Field label={t('common.language')}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              data-testid="settings-language"
              value={language}
              onChange={(e) => choose(e.target.value as Language)}
            >
              <option value="en">English</option>
              <option value="zh">简体中文</option>
            </select>
          )}
        </Field>
        <Field label={t('theme.label')}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              data-testid="settings-theme"
              value={theme}
              onChange={(e) => chooseTheme(e.target.value as Theme)}
            >
              {(['system', 'light', 'dark'] as const).map((name) => (
                <option key={name} value={name}>
                  {t(`theme.${name}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Choice checked={shortcuts} onChange={onShortcuts} testId="settings-shortcuts">
        {t('settings.shortcuts')}
      </Choice>
    </Dialog>
  );
}
