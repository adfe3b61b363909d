import type { ReactNode } from 'react';
import * as api from '../../api/parley';
import { Button, Failure, Loading, Note } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useAsync } from '../../lib/useAsync';
import { useSession } from '../../session';
import { Shell } from '../Shell';
import './admin.css';

/** What the parts say about themselves. New figures of the server show up without a change here. */
export default function AdminScreen(): ReactNode {
  const { t } = useI18n();
  const { me } = useSession();
  const status = useAsync(api.adminStatus);
  return (
    <Shell title={t('admin.title')}>
      <div className="row between wrap admin-head">
        <h1>{t('admin.title')}</h1>
        <Button size="small" onClick={status.reload} testId="admin-reload">
          {t('common.reload')}
        </Button>
      </div>
      {me.recogniser.syntheticVoicesOnly && (
        <Note kind="warn" testId="admin-synthetic">
          {t('captions.synthetic')}
        </Note>
      )}
      {status.error !== null && <Failure error={status.error} retry={status.reload} />}
      {status.value === null && status.loading && <Loading />}
      {status.value !== null && (
        <div className="admin-parts" data-testid="admin-status">
          {Object.entries(status.value).map(([name, value]) => (
            <section key={name} className="card padded" data-testid={`admin-${name}`}>
              <h2>{name}</h2>
              <Value value={value} />
            </section>
          ))}
        </div>
      )}
    </Shell>
  );
}

function Value({ value }: { value: unknown }): ReactNode {
  const { t, locale } = useI18n();
  if (value === null || value === undefined) return <span className="muted">–</span>;
  if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
  if (typeof value === 'number') {
    return <span className="num">{new Intl.NumberFormat(locale, { useGrouping: 'min2' }).format(value)}</span>;
  }
  if (typeof value === 'string') return <span className="admin-text">{value}</span>;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="muted">–</span>;
    return (
      <ul className="admin-list">
        {value.map((item: unknown, index) => (
          <li key={index}>
            <Value value={item} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl className="admin-facts">
      {Object.entries(value as Record<string, unknown>).map(([name, item]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Value value={item} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
