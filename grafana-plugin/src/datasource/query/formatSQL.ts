// Lays SQL out anew: lines and indents, nothing else. It is large, so it is imported when it is first used.
import { clickhouse, type DialectOptions, formatDialect } from 'sql-formatter';

/** What a formatter must not look into: quoted texts and names, heredocs, parameters, variables, macros and elements of tuples. */
const OPAQUE = new RegExp(
  [
    String.raw`'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`"(?:[^"\\]|\\[\s\S])*"`,
    '`(?:[^`\\\\]|\\\\[\\s\\S])*`',
    String.raw`\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$`,
    String.raw`\{\s*\w+\s*:[^{}]*\}`,
    String.raw`\$\{[^}]*\}`,
    String.raw`\[\[\w+(?::\w+)?\]\]`,
    String.raw`\$\$?\w+`,
    String.raw`[A-Za-z_][\w.]*\.\d[\d.]*`,
  ].join('|'),
  'g',
);
const COMMENT = String.raw`--[^\n]*|\/\*[\s\S]*?\*\/`;
const OPAQUE_OR_COMMENT = new RegExp(`(?<comment>${COMMENT})|${OPAQUE.source}`, 'g');
const TOKEN = new RegExp(`${COMMENT}|${OPAQUE.source}|\\w+|\\S`, 'g');

/** Words that may stand before a bracket without being a function. */
const NO_FUNCTIONS = new Set(
  (
    'ALL AND ANY ARRAY AS ASOF BETWEEN BY CASE CROSS DISTINCT ELSE EXCEPT EXISTS FILTER FROM GLOBAL GROUP HAVING ILIKE IN INNER INTERSECT ' +
    'INTERVAL IS JOIN LEFT LIKE LIMIT NOT ON OR ORDER OUTER OVER PREWHERE RIGHT SELECT THEN UNION USING VALUES WHEN WHERE WITH'
  ).split(' '),
);

/** The pieces of a text; two texts with the same pieces differ in blanks only. */
function pieces(sql: string): string[] {
  return (sql.match(TOKEN) ?? []).map((piece) =>
    /^(--|\/\*)/.test(piece) ? piece.replace(/\s+/g, ' ').trim() : piece,
  );
}

/** The names right before a bracket, which the formatter would else part from it. */
function functionNames(sql: string): string[] {
  const names = [...sql.matchAll(/\b([A-Za-z_]\w*)\(/g)].map(([, name = '']) => name);
  return [...new Set(names)].filter((name) => !NO_FUNCTIONS.has(name.toUpperCase()));
}

/** The text, laid out; undefined where it cannot be without changing what it says. */
export function formatSQL(sql: string): string | undefined {
  const kept: string[] = [];
  const marked = sql.replace(OPAQUE_OR_COMMENT, (found, ...rest) => {
    const groups = rest.at(-1) as { comment?: string };
    if (groups.comment !== undefined) {
      return found;
    }
    kept.push(found);
    return `fs${kept.length - 1}_`.padEnd(found.length, '_'); // as long, so that lines break where they should
  });
  const { tokenizerOptions } = clickhouse;
  const reservedFunctionNames = [...tokenizerOptions.reservedFunctionNames, ...functionNames(marked)];
  const dialect: DialectOptions = { ...clickhouse, tokenizerOptions: { ...tokenizerOptions, reservedFunctionNames } };
  let laidOut: string;
  try {
    laidOut = formatDialect(marked, { dialect, tabWidth: 4, expressionWidth: 100, keywordCase: 'preserve' });
  } catch {
    return undefined;
  }
  const result = laidOut
    .replace(/:: +/g, '::')
    .replace(/([)\]]) \.(?=\d)/g, '$1.')
    .replace(/\bfs(\d+)_+/g, (_, number: string) => kept[Number(number)] ?? '');
  const before = pieces(sql);
  const after = pieces(result);
  return before.length === after.length && before.every((piece, at) => piece === after[at]) ? result : undefined;
}
