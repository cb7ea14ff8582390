// The texts of the page Urval.
import { currentLanguage } from '../../texts';
import { en } from './en';
import { sv } from './sv';

export { en, sv };

/** The page's texts in the reader's language. */
export function pageTexts(): typeof sv {
  return currentLanguage() === 'en' ? en : sv;
}
