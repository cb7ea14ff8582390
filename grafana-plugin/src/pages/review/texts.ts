// The texts of the review.
import { currentLanguage } from '../../texts';
import { en } from './en';
import { sv } from './sv';

export type ReviewTexts = typeof sv;

/** The page's texts in the reader's language. */
export function reviewTexts(): ReviewTexts {
  return currentLanguage() === 'en' ? en : sv;
}
