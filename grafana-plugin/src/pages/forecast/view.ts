import { type Place } from './place';
import { type ScopeRow } from './read';
import { type Scenario } from './scenarios';

/** What each part of the page is given. */
export interface ViewProps {
  place: Place;
  go: (change: Partial<Place>) => void;
  scenarios: Scenario[];
  choices: ScopeRow[];
}
