// The texts of the follow-up.
import { currentLanguage } from '../../texts';
import { en } from './en';
import { sv } from './sv';

export type FollowUpTexts = typeof sv;

/** The page's texts in the reader's language. */
export function followUpTexts(): FollowUpTexts {
  return currentLanguage() === 'en' ? en : sv;
}
