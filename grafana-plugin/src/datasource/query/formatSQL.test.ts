import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { formatSQL } from './formatSQL';

it('puts each part on lines of its own', () => {
  const sql =
    "select area_id, countIf(hours_now > 10) AS n from mart.candidates where status = 'home_care' and sex='male' group by area_id";
  expect(formatSQL(sql)).toBe(
    [
      'select',
      '    area_id,',
      '    countIf(hours_now > 10) AS n',
      'from',
      '    mart.candidates',
      'where',
      "    status = 'home_care'",
      "    and sex = 'male'",
      'group by',
      '    area_id',
    ].join('\n'),
  );
});

it.each([
  [
    'macros',
    'SELECT 1 FROM t WHERE $__timeFilter(month) AND $__areas(t.area_id) AND month=$__latestMonth',
    ['$__timeFilter(month)', '$__areas(t.area_id)', 'month = $__latestMonth'],
  ],
  [
    'blocks',
    "SELECT 1 WHERE $__conditionalAll(a IN ({areas:Array(String)}), areas) AND $__adHocFilters('mart.candidates')",
    ['$__conditionalAll(a IN ({areas:Array(String)}), areas)', "$__adHocFilters('mart.candidates')"],
  ],
  [
    'parameters',
    'SELECT {from : Date} , {x:Map(String, Array(UInt8))}',
    ['{from : Date}', '{x:Map(String, Array(UInt8))}'],
  ],
  [
    'variables',
    'SELECT $area,${area:singlequote},[[area]],$$__areas',
    ['$area', '${area:singlequote}', '[[area]]', '$$__areas'],
  ],
  ['texts', "SELECT 'it''s  two',  'a\\'b;  c','åäö  '", ["'it''s  two'", "'a\\'b;  c'", "'åäö  '"]],
  ['heredocs', 'SELECT $$a  select  b$$,$x$ c  $$ d $x$', ['$$a  select  b$$', '$x$ c  $$ d $x$']],
  ['names', 'SELECT `två  ord`, "a  b".c', ['`två  ord`', '"a  b"']],
  ['types and tuples', 'SELECT x::UInt8, t.1, (1,2).2', ['x::UInt8', 't.1', '(1, 2).2']],
])('leaves %s as they are', (_, sql, parts) => {
  const laidOut = formatSQL(sql);
  parts.forEach((part) => expect(laidOut).toContain(part));
});

it('keeps comments', () => {
  const sql = 'SELECT a, -- the  first\n b /* and\n another */ FROM t -- the end';
  expect(formatSQL(sql)).toBe(
    ['SELECT', '    a, -- the  first', '    b', '    /* and', '    another */', 'FROM', '    t -- the end'].join('\n'),
  );
});

it.each([
  ['a bracket that is not closed', 'SELECT (1'],
  ['a bracket that was not opened', 'SELECT 1)'],
  ['a quote that is not closed', "SELECT 'a"],
])('does not lay out a text with %s', (_, sql) => {
  expect(formatSQL(sql)).toBeUndefined();
});

const folders = ['cookbook', 'queries'].map((name) => path.join(process.cwd(), '../sql', name));
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));

it.each(files.filter((file) => file.endsWith('.sql')).map((file) => [path.basename(file), file]))(
  'lays out %s, and the result as it is',
  (_, file) => {
    const first = formatSQL(readFileSync(file, 'utf8'));
    expect(first).toBeDefined();
    expect(formatSQL(first ?? '')).toBe(first);
  },
);
