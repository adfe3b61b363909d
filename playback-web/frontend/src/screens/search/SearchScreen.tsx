import { Search as SearchIcon } from 'lucide-react';
import { type SyntheticEvent, type ReactNode, useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import * as api from '../../api/parley';
import type { SearchAnswer } from '../../api/types';
import { Button, Empty, Failure, Field, Loading } from '../../design/parts';
import { useI18n } from '../../i18n';
import { useAsync } from '../../lib/useAsync';
import { Shell } from '../Shell';
import { Hit } from './Hit';
import './search.css';

const FILTERS = ['person', 'meeting', 'from', 'to'] as const;

/** What was asked lives in the address: it can be sent, and Back goes back. */
export default function SearchScreen(): ReactNode {
  const { t } = useI18n();
  const [params, setParams] = useSearchParams();
  const asked = params.get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);

  const change = (changes: Record<string, string>): void => {
    const next = new URLSearchParams(params);
    next.delete('page');
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setParams(next);
  };
  const submit = (e: SyntheticEvent): void => {
    e.preventDefault();
    change({ q: text.trim() });
  };

  return (
    <Shell title={t('search.title')}>
      <h1>{t('search.heading')}</h1>
      <form className="search-form" role="search" onSubmit={submit}>
        <div className="search-box">
          <SearchIcon size={22} aria-hidden />
          <input
            type="search"
            className="input"
            aria-label={t('search.label')}
            placeholder={t('search.example')}
            data-testid="search-input"
            value={text}
            onChange={(e) => setText(e.target.value)}
          />
          <Button type="submit" variant="primary" testId="search-submit">
            {t('search.action')}
          </Button>
        </div>
        <p className="muted small">{t('search.hint')}</p>
      </form>
      {asked === '' ? (
        <Empty
          title={t('search.emptyTitle')}
          icon={<SearchIcon size={38} aria-hidden />}
          testId="search-empty"
        >
          <p>{t('search.emptyText')}</p>
        </Empty>
      ) : (
        <Answers params={params} onChange={change} />
      )}
    </Shell>
  );
}

interface AnswersProps {
  params: URLSearchParams;
  onChange: (changes: Record<string, string>) => void;
}

function Answers({ params, onChange }: AnswersProps): ReactNode {
  const { t } = useI18n();
  const query = params.toString();
  const load = useCallback(
    (signal: AbortSignal) => {
      const p = new URLSearchParams(query);
      return api.search(
        {
          q: p.get('q') ?? '',
          person: p.get('person'),
          meeting: p.get('meeting'),
          from: p.get('from'),
          to: p.get('to'),
          page: p.has('page') ? Number(p.get('page')) : null,
        },
        signal,
      );
    },
    [query],
  );
  const answer = useAsync<SearchAnswer>(load);
  const [pages, setPages] = useState<{ query: string; items: SearchAnswer['items']; page: number }>({
    query,
    items: [],
    page: 0,
  });
  const more = pages.query === query ? pages : { query, items: [], page: 0 };
  const filtered = FILTERS.some((name) => params.has(name));
  const { value, error, loading, reload } = answer;
  const items = value === null ? [] : [...value.items, ...more.items];

  const nextPage = async (): Promise<void> => {
    const p = new URLSearchParams(query);
    const page = more.page + 1;
    const next = await api.search({
      q: p.get('q') ?? '',
      person: p.get('person'),
      meeting: p.get('meeting'),
      from: p.get('from'),
      to: p.get('to'),
      page,
    });
    setPages({ query, items: [...more.items, ...next.items], page });
  };

  return (
    <div className="search-body">
      <Filters params={params} people={value?.people ?? []} onChange={onChange} />
      <div className="stack">
        <p className="muted small" role="status" data-testid="search-total">
          {value !== null &&
            t('search.total', { count: value.total, millis: Math.round(value.tookMillis) })}
        </p>
        {error !== null && <Failure error={error} retry={reload} />}
        {value === null && loading && <Loading />}
        {value !== null && items.length === 0 && (
          <Empty title={t('search.noneTitle')} testId="search-none">
            <p>{t('search.noneText')}</p>
            {filtered && (
              <Button onClick={() => onChange({ person: '', meeting: '', from: '', to: '' })}>
                {t('search.clear')}
              </Button>
            )}
          </Empty>
        )}
        <ol className="stack">
          {items.map((hit) => (
            <Hit
              key={`${hit.meetingId}-${hit.utteranceId}`}
              hit={hit}
              onMeeting={() => onChange({ meeting: hit.meetingId })}
            />
          ))}
        </ol>
        {value !== null && items.length < value.total && items.length > 0 && (
          <Button className="center" testId="search-more" onClick={() => void nextPage()}>
            {t('home.more')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface FiltersProps {
  params: URLSearchParams;
  people: readonly { name: string; count: number }[];
  onChange: (changes: Record<string, string>) => void;
}

function Filters({ params, people, onChange }: FiltersProps): ReactNode {
  const { t } = useI18n();
  const person = params.get('person') ?? '';
  const names = people.some((p) => p.name === person) || person === '' ? people : [{ name: person, count: 0 }, ...people];
  return (
    <section className="search-filters" aria-label={t('search.filters')}>
      <Field label={t('search.person')}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            data-testid="search-person"
            value={person}
            onChange={(e) => onChange({ person: e.target.value })}
          >
            <option value="">{t('search.anybody')}</option>
            {names.map((p) => (
              <option key={p.name} value={p.name}>
                {p.count > 0 ? `${p.name} (${p.count})` : p.name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {(['from', 'to'] as const).map((name) => (
        <Field key={name} label={t(`search.${name}`)}>
          {(ids) => (
            <input
              {...ids}
              type="date"
              className="input"
              data-testid={`search-${name}`}
              value={params.get(name) ?? ''}
              onChange={(e) => onChange({ [name]: e.target.value })}
            />
          )}
        </Field>
      ))}
      {params.has('meeting') && (
        <Button size="small" testId="search-all-meetings" onClick={() => onChange({ meeting: '' })}>
          {t('search.allMeetings')}
        </Button>
      )}
    </section>
  );
}
