import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { ApiError } from '../api/http';
import { readPref, writePref } from '../lib/prefs';
import { en, type Key } from './en';
import { zh, type ZhKey } from './zh';

export type Language = 'en' | 'zh';
export type { Key };

export const DICTIONARIES: Readonly<
  Record<Language, Readonly<Record<ZhKey, string>> & Readonly<Partial<Record<Key, string>>>>
> = { en, zh };
const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

export type Params = Readonly<Record<string, string | number>>;
export type Translate = (key: Key, params?: Params) => string;

/** Fills `{name}` places. A key `x.one` is taken instead of `x` where the count asks for it. */
export function translate(language: Language, key: Key, params: Params = {}): string {
  const dictionary = DICTIONARIES[language];
  const { count } = params;
  const form =
    typeof count === 'number'
      ? `${key}.${new Intl.PluralRules(LOCALES[language]).select(count)}`
      : key;
  const text = dictionary[form as Key] ?? dictionary[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name];
    if (value === undefined) return place;
    return typeof value === 'number'
      ? new Intl.NumberFormat(LOCALES[language]).format(value)
      : value;
  });
}

export function browserLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (language.toLowerCase().startsWith('zh')) return 'zh';
    if (language.toLowerCase().startsWith('en')) return 'en';
  }
  return 'en';
}

interface I18n {
  readonly language: Language;
  /** BCP 47, for Intl. */
  readonly locale: string;
  readonly t: Translate;
  readonly choose: (language: Language) => void;
}

const Context = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }): ReactNode {
  const [language, setLanguage] = useState<Language>(() => {
    const chosen = readPref('language');
    return chosen === 'en' || chosen === 'zh' ? chosen : browserLanguage(navigator.languages);
  });
  const locale = LOCALES[language];
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const t = useCallback<Translate>((key, params) => translate(language, key, params), [language]);
  const choose = useCallback((next: Language) => {
    writePref('language', next);
    setLanguage(next);
  }, []);
  const value = useMemo(() => ({ language, locale, t, choose }), [language, locale, t, choose]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (value === null) throw new Error('no I18nProvider above');
  return value;
}

/** A sentence for a failure: the code's own when there is one, else a general one. */
export function failureText(t: Translate, failure: unknown): string {
  if (failure instanceof ApiError) {
    const key = `error.${failure.code}`;
    if (key in en) {
      return t(key as Key, failure.retryAfter === null ? {} : { seconds: failure.retryAfter });
    }
    if (failure.status === 404) return t('error.not-found');
    if (failure.status === 401) return t('error.unauthenticated');
    if (failure.status === 403) return t('error.forbidden');
  }
  return t('error.general');
}
