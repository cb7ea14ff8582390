// Where the pages of the app are: apart from the pages themselves, which lead to each other.
import { APP_ROOT } from '../constants';

/** The address of a page. */
export function addressOf(path: string): string {
  return `${APP_ROOT}/${path}`;
}
