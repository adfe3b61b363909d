import { ChevronDown, ChevronUp, Locate, MessageSquareText, Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { Transcript } from '../../api/types';
import { Button, Empty, IconButton, Note } from '../../design/parts';
import { useI18n } from '../../i18n';
import { lastStarted } from '../../lib/transcript';
import type { Playback } from './playback';
import { UtteranceRow } from './UtteranceRow';

interface Props {
  transcript: Transcript | null;
  playback: Playback;
}

interface Active {
  readonly utterance: number;
  readonly word: number;
}

/** What was said, following the picture; a click on a word moves the picture there. */
export function TranscriptPanel({ transcript, playback }: Props): ReactNode {
  const { t } = useI18n();
  const utterances = useMemo(() => transcript?.utterances ?? [], [transcript]);
  const [query, setQuery] = useState('');
  const [hit, setHit] = useState(0);
  const [following, setFollowing] = useState(true);
  const list = useRef<HTMLOListElement>(null);
  const active = useActive(utterances, playback);

  const hits = useMemo(() => {
    const wanted = query.trim().toLocaleLowerCase();
    if (wanted === '') return [];
    return utterances.flatMap((u, i) => (u.text.toLocaleLowerCase().includes(wanted) ? [i] : []));
  }, [utterances, query]);

  useEffect(() => {
    if (following) show(list.current, active.utterance);
  }, [active.utterance, following]);

  const goTo = (index: number): void => {
    if (hits.length === 0) return;
    const wrapped = (index + hits.length) % hits.length;
    setHit(wrapped);
    setFollowing(false);
    show(list.current, hits[wrapped] ?? -1);
  };

  if (utterances.length === 0) {
    return (
      <Empty
        title={t('transcript.emptyTitle')}
        icon={<MessageSquareText size={34} aria-hidden />}
        testId="transcript-empty"
      >
        <p>{transcript?.complete === true ? t('transcript.empty') : t('transcript.notYet')}</p>
      </Empty>
    );
  }

  return (
    <div className="transcript">
      <div className="transcript-search" role="search">
        <Search size={18} aria-hidden />
        <input
          type="search"
          className="input"
          aria-label={t('transcript.search')}
          placeholder={t('transcript.search')}
          data-testid="transcript-search"
          value={query}
          onChange={(e) => {
            setQuery(e.target.value);
            setHit(0);
          }}
          onKeyDown={(e) => {
            if (e.key === 'Enter') goTo(e.shiftKey ? hit - 1 : hit + (query === '' ? 0 : 1));
          }}
        />
        {query.trim() !== '' && (
          <>
            <span className="num small muted" role="status" data-testid="transcript-hits">
              {hits.length === 0 ? t('transcript.noHits') : `${hit + 1} / ${hits.length}`}
            </span>
            <IconButton size="small" label={t('transcript.previous')} onClick={() => goTo(hit - 1)}>
              <ChevronUp size={18} aria-hidden />
            </IconButton>
            <IconButton size="small" label={t('transcript.next')} onClick={() => goTo(hit + 1)}>
              <ChevronDown size={18} aria-hidden />
            </IconButton>
          </>
        )}
      </div>
      {transcript?.syntheticVoicesOnly === true && (
        <div className="panel-pad">
          <Note kind="warn" testId="transcript-synthetic">
            {t('captions.synthetic')}
          </Note>
        </div>
      )}
      {/* The list only listens: what can be pressed are the times and the words in it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ol
        ref={list}
        className="utterances"
        data-testid="transcript"
        onWheel={() => setFollowing(false)}
        onTouchMove={() => setFollowing(false)}
        onKeyDown={moveBetweenWords}
      >
        {utterances.map((utterance, index) => (
          <UtteranceRow
            key={utterance.id}
            utterance={utterance}
            sameSpeaker={utterances[index - 1]?.participantId === utterance.participantId}
            activeWord={index === active.utterance ? active.word : -2}
            query={query}
            current={hits[hit] === index && query.trim() !== ''}
            playback={playback}
          />
        ))}
        {transcript?.complete === false && (
          <li className="muted small panel-pad">
            {t('transcript.growing')}
          </li>
        )}
      </ol>
      {!following && (
        <Button
          size="small"
          variant="primary"
          className="follow"
          testId="transcript-follow"
          onClick={() => setFollowing(true)}
        >
          <Locate size={16} aria-hidden />
          {t('transcript.follow')}
        </Button>
      )}
    </div>
  );
}

/** Which utterance and which of its words is being said; renders only when that changes. */
function useActive(utterances: Transcript['utterances'], playback: Playback): Active {
  const [active, setActive] = useState<Active>({ utterance: -1, word: -1 });
  useEffect(() => {
    const follow = (): void => {
      const at = playback.time.get();
      const utterance = lastStarted(utterances, at);
      const word = lastStarted(utterances[utterance]?.words ?? [], at);
      setActive((old) =>
        old.utterance === utterance && old.word === word ? old : { utterance, word },
      );
    };
    follow();
    return playback.time.subscribe(follow);
  }, [utterances, playback]);
  return active;
}

/** Scrolls the list, never the page. */
function show(list: HTMLOListElement | null, index: number): void {
  const row = list?.children.item(index);
  if (list === null || !(row instanceof HTMLElement)) return;
  const top = row.offsetTop - list.offsetTop - list.clientHeight / 3;
  const smooth = !matchMedia('(prefers-reduced-motion: reduce)').matches;
  list.scrollTo({ top, behavior: smooth ? 'smooth' : 'auto' });
}

/** Left and right walk over the words; the time at the head of each line is the tab stop. */
function moveBetweenWords(e: KeyboardEvent<HTMLOListElement>): void {
  if (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft') return;
  const all = [...e.currentTarget.querySelectorAll<HTMLElement>('.utterance-time, .word')];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  e.preventDefault();
  e.stopPropagation();
  all[at + (e.key === 'ArrowRight' ? 1 : -1)]?.focus();
}
