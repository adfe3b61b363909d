import { describe, expect, it } from 'vitest';
import { backoff } from './backoff';
import { initials, linkParts, pieces } from './text';

describe('initials', () => {
  it.each([
    ['Ada Lovelace', 'AL'],
    ['Grace Brewster Murray Hopper', 'GH'],
    ['ada', 'A'],
    ['王小明', '小明'],
    ['王明', '王明'],
    ['  ', '?'],
    ['😀 Smile', '😀S'],
  ])('of %s are %s', (name, letters) => expect(initials(name)).toBe(letters));
});

describe('pieces', () => {
  it('mark every occurrence and lose nothing', () => {
    const found = pieces('Budget, the budget and BUDGETS', 'budget');
    expect(found.filter((p) => p.hit).map((p) => p.text)).toEqual(['Budget', 'budget', 'BUDGET']);
    expect(found.map((p) => p.text).join('')).toBe('Budget, the budget and BUDGETS');
  });
  it('mark nothing for an empty query', () => {
    expect(pieces('text', '  ')).toEqual([{ text: 'text', hit: false }]);
  });
});

describe('linkParts', () => {
  it('links http and https only, without the full stop after them', () => {
    const parts = linkParts('See https://example.org/a?b=1. Not javascript:alert(1)');
    expect(parts.filter((p) => p.href !== null).map((p) => p.href)).toEqual(['https://example.org/a?b=1']);
    expect(parts.map((p) => p.text).join('')).toBe('See https://example.org/a?b=1. Not javascript:alert(1)');
  });
});

describe('backoff', () => {
  it('doubles from half a second to eight, drawn from the upper half', () => {
    expect([0, 1, 2, 3, 4, 5, 60].map((n) => backoff(n, () => 1))).toEqual([
      500, 1000, 2000, 4000, 8000, 8000, 8000,
    ]);
    expect(backoff(3, () => 0)).toBe(2000);
  });
});
