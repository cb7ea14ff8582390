import * as forecast from '../pages/forecast/texts';
import { en } from './en';
import { sv } from './sv';

/** All texts of a language by their names; one that takes values is called with marks. */
function flatten(texts: object, path = ''): Array<[string, string]> {
  return Object.entries(texts).flatMap(([name, value]: [string, unknown]) => {
    const key = `${path}${name}`;
    if (typeof value === 'function') {
      const marks = Array.from({ length: value.length }, (_, index) => `<${index}>`);
      return [[key, String(value(...marks))] as [string, string]];
    }
    return typeof value === 'object' && value !== null
      ? flatten(value, `${key}.`)
      : [[key, String(value)] as [string, string]];
  });
}

const marks = (text: string) => (text.match(/<\d>/g) ?? []).sort().join();

it.each([
  ['all', sv, en],
  ['forecast', forecast.sv, forecast.en],
])('says everything in both languages, with the same values in it: %s', (_, swedish, inEnglish) => {
  const english = new Map(flatten(inEnglish));
  for (const [key, text] of flatten(swedish)) {
    expect(text.trim()).not.toBe('');
    expect(english.get(key)?.trim()).not.toBe('');
    expect([key, marks(english.get(key) ?? '')]).toEqual([key, marks(text)]);
  }
});
