/** Times on the meeting clock are microseconds since the meeting began. */
export type Micros = number;

const pad = (n: number): string => String(n).padStart(2, '0');

/** `1:05`, `12:00`, `1:02:03`; never negative. */
export function clock(micros: Micros): string {
  const total = Math.max(0, Math.floor(micros / 1_000_000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = total % 60;
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(seconds)}` : `${minutes}:${pad(seconds)}`;
}

/** A length of time in words, as short as the language allows: `3 min`, `1 hr 5 min`. */
export function duration(micros: Micros, locale: string): string {
  const total = Math.max(0, Math.round(micros / 1_000_000));
  const unit = (value: number, name: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (total < 60) return unit(total, 'second');
  const minutes = Math.round(total / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  const rest = minutes % 60;
  const hours = unit(Math.floor(minutes / 60), 'hour');
  return rest === 0 ? hours : `${hours} ${unit(rest, 'minute')}`;
}

/** Day and time of an ISO 8601 instant; today and tomorrow are named. */
export function dayAndTime(iso: string, locale: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(at);
  const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
  if (Math.abs(days) <= 1) {
    const name = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
    return `${name.charAt(0).toLocaleUpperCase(locale)}${name.slice(1)} ${time}`;
  }
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' }),
  }).format(at);
  return `${date} ${time}`;
}

export function day(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(iso));
}

/** A calendar date (`2026-03-04`, no time zone) in the reader's language. */
export function calendarDate(date: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));
}

export function timeOfDay(epochMicros: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(
    new Date(epochMicros / 1000),
  );
}

/** What a `<input type="datetime-local">` wants, in the browser's own zone. */
export function localInputValue(at: Date): string {
  return (
    `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}` +
    `T${pad(at.getHours())}:${pad(at.getMinutes())}`
  );
}

/** Reads `?t=`: seconds with an optional fraction, or `1h2m3s`. Null when it is neither. */
export function parseMoment(text: string | null): Micros | null {
  if (text === null || text === '') return null;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text) * 1_000_000);
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (parts === null) return null;
  const [, h, m, s] = parts;
  return (Number(h ?? 0) * 3600 + Number(m ?? 0) * 60 + Number(s ?? 0)) * 1_000_000;
}

/** The inverse of {@link parseMoment}, in seconds with at most milliseconds. */
export function momentParam(micros: Micros): string {
  return String(Math.round(micros / 1000) / 1000);
}

function startOfDay(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();
}
