// The texts of the app: Swedish first, English second. Swedish says which texts there are; the compiler sees to it that English has each of
// them. Grafana's own translations want English in the code and leave out what is missing without a word, so they are not used here.
import { en } from './en';
import { currentLanguage, type Language } from './language';
import { sv } from './sv';

export { currentLanguage, type Language };

/** What a language has to say; Swedish is the pattern. */
export type Texts = typeof sv;

const texts: Record<Language, Texts> = { sv, en };

/** The texts in the reader's language. */
export function currentTexts(): Texts {
  return texts[currentLanguage()];
}
