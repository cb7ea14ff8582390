// The texts of the page on one client.
import { currentLanguage } from '../../texts';
import { en } from './en';
import { sv } from './sv';

export type ClientTexts = typeof sv;

/** The page's texts in the reader's language. */
export function clientTexts(): ClientTexts {
  return currentLanguage() === 'en' ? en : sv;
}
