/** Up to two letters that stand for a person: `Ada Lovelace` → `AL`, `王小明` → `小明`. */
export function initials(name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') return '?';
  if (/^[\u3400-\u9fff]+$/.test(trimmed)) return trimmed.length > 2 ? trimmed.slice(-2) : trimmed;
  const words = trimmed.split(/\s+/);
  const first = firstLetter(words[0]);
  const last = words.length > 1 ? firstLetter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase();
}

function firstLetter(word = ''): string {
  return String.fromCodePoint(word.codePointAt(0) ?? 32).trim();
}

export interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Splits a text at every occurrence of a query, ignoring case; whitespace in the query is one run. */
export function pieces(text: string, query: string): Piece[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === '') return [{ text, hit: false }];
  const lower = text.toLocaleLowerCase();
  if (lower.length !== text.length) return [{ text, hit: false }];
  const found: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) found.push({ text: text.slice(from, at), hit: false });
    from = at + wanted.length;
    found.push({ text: text.slice(at, from), hit: true });
  }
  if (from < text.length) found.push({ text: text.slice(from), hit: false });
  return found;
}

/** Links in a text become links; everything else stays text. Only http and https. */
export function linkParts(text: string): { text: string; href: string | null }[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}])/g)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, href: /^https?:\/\//.test(part) ? part : null }));
}
