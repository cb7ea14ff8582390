import { type Decision } from './read';

/** Which form is open, and what stands in it from the start. */
export interface Opening {
  form: 'followed' | 'not_followed' | 'withdrawn';
  kind?: string;
  reason?: string;
  /** The row that is corrected or withdrawn. */
  corrects?: Decision;
}
