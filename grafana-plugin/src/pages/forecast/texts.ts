// The texts of the page in the reader's language.
import { currentLanguage } from '../../texts';
import { en } from './en';
import { sv } from './sv';

export { en, sv };

export function forecastTexts(): typeof sv {
  return currentLanguage() === 'en' ? en : sv;
}

/** The name of a code, or the code itself where it is the municipality's own. */
export function nameOf(names: Record<string, string>, code: string): string {
  return names[code] ?? code;
}

/** A sentence that the database has in both languages. */
export function sentenceOf(row: { sentence_sv: string; sentence_en: string }): string {
  return currentLanguage() === 'en' ? row.sentence_en : row.sentence_sv;
}
