import { type Functions, type Schema } from '../../client/types';
import { explain, suggest } from './suggestions';

const schema: Schema = {
  databases: [
    {
      name: 'mart',
      objects: [
        {
          name: 'candidates',
          kind: 'table',
          comment: 'Clients of today.',
          columns: [{ name: 'hours_now', type: 'Float64', comment: 'Granted home care now.' }],
        },
      ],
    },
  ],
};
const functions: Functions = {
  functions: [{ name: 'countIf', isAggregate: true, description: 'Counts.' }],
  macros: [
    {
      name: '$__areas',
      syntax: '$__areas(area_id)',
      text: { sv: 'Områden som får ses.', en: 'Areas that may be seen.' },
    },
  ],
};
const labels = (before: string, sql: string) => suggest(before, sql, schema, functions, 'sv').map(({ label }) => label);

it('suggests the objects of a database after its point', () => {
  expect(labels('SELECT * FROM mart.', 'SELECT * FROM mart.')).toEqual(['candidates']);
});

it('suggests the columns of the objects that the query names first', () => {
  expect(labels('SELECT ', 'SELECT  FROM mart.candidates')).toEqual(['hours_now', 'mart', '$__areas', 'countIf']);
  expect(labels('SELECT ', 'SELECT ')).toEqual(['mart', '$__areas', 'countIf']);
});

it('suggests columns after an alias', () => {
  expect(labels('SELECT c.', 'SELECT c. FROM mart.candidates AS c')).toEqual(['hours_now']);
});

it('explains a word by the data dictionary, in the reader’s language', () => {
  const texts = (word: string, language: 'sv' | 'en') =>
    explain(word, 'SELECT hours_now FROM mart.candidates', schema, functions, language).map(({ text }) => text);
  expect(texts('candidates', 'sv')).toEqual(['Clients of today.']);
  expect(texts('hours_now', 'sv')).toEqual(['Granted home care now.']);
  expect(texts('areas', 'en')).toEqual(['Areas that may be seen.']);
  expect(texts('unknown', 'sv')).toEqual([]);
});
