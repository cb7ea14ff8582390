/** What came of one person, as sql/reveal decides it. */
export type Outcome = 'shown' | 'protected' | 'not_yours' | 'no_identity';

export interface Person {
  clientId: string;
  outcome: Outcome;
  /** YYYYMMDD-NNNN; only where the outcome is shown. */
  number?: string;
  isProtected?: boolean;
}

/** What the dialog offers, and its limits. */
export interface Choices {
  purposes: Array<{ code: string; title: { sv: string; en: string } }>;
  maxPersons: number;
  minWhy: number;
  maxWhy: number;
  seconds: number;
}
