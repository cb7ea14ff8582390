import { currentTexts } from '../../texts';
import { type Resource } from './read';

/** The unit of a resource, in words. */
export function unitOf(resource: Resource): string {
  const { units } = currentTexts();
  if (resource === 'clients') {
    return units.persons;
  }
  return resource === 'home_care_h' ? units.hoursPerMonth : units.hours;
}
