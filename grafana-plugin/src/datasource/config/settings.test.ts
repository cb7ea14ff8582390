import { readList, readLists, readPairs, writeList, writePairs } from './settings';

it('reads lists with commas', () => {
  expect(readList(' db1:9000, db2:9440 ,')).toEqual(['db1:9000', 'db2:9440']);
  expect(writeList(undefined)).toBe('');
});

it('reads pairs, one a line, and leaves out what is not finished', () => {
  expect(readPairs('anna = analyst\n\nbo=\n= leader\ncn=eva,dc=x = manager')).toEqual({
    anna: 'analyst',
    'cn=eva,dc=x': 'manager',
  });
});

it('writes what it reads', () => {
  const areas = { anna: ['C1', 'C2'], bo: ['C3'] };
  expect(readLists(writePairs(areas))).toEqual(areas);
});
