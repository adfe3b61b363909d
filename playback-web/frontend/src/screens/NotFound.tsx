import { Compass } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Empty } from '../design/parts';
import { useI18n } from '../i18n';
import { Shell } from './Shell';

export function NotFound(): ReactNode {
  const { t } = useI18n();
  return (
    <Shell title={t('notfound.title')}>
      <Empty page title={t('notfound.title')} icon={<Compass size={40} aria-hidden />}>
        <p>{t('notfound.text')}</p>
        <Link className="button primary" to="/">
          {t('common.home')}
        </Link>
      </Empty>
    </Shell>
  );
}
