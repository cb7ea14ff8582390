// Parameters as text that somebody types, and back.
import { type ParameterValue } from '../../client/types';

export function isNumeric(type: string): boolean {
  return /^(Array\()?(Nullable\()?(U?Int|Float|Decimal)/.test(type);
}

/** A parameter as it is typed: a list with commas between. */
export function writeParameter(value: ParameterValue | undefined): string {
  return value === undefined ? '' : [value].flat().join(', ');
}

/** What was typed as a parameter of a type; nothing typed is the default. A name of a variable stays text. */
export function readParameter(text: string, type: string): ParameterValue | undefined {
  const trimmed = text.trim();
  if (trimmed === '') {
    return undefined;
  }
  const read = (part: string): string | number => {
    const number = Number(part.replace(',', '.'));
    return isNumeric(type) && !part.startsWith('$') && Number.isFinite(number) ? number : part;
  };
  if (type.startsWith('Array') && !trimmed.startsWith('$')) {
    return trimmed.split(',').flatMap((part) => (part.trim() === '' ? [] : [read(part.trim())]));
  }
  return read(trimmed);
}
