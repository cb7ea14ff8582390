// What the SQL editor can suggest and explain: objects and columns of the data dictionary, functions and macros.
import { type Functions, type Schema, type SchemaColumn, type SchemaObject } from '../../client/types';
import { type Language } from '../../texts/language';

export interface Suggestion {
  label: string;
  kind: 'database' | 'object' | 'column' | 'function' | 'macro';
  detail?: string;
  text?: string;
}

/** The objects that a text names, such as mart.candidates. */
function objectsNamed(sql: string, schema: Schema): SchemaObject[] {
  const names = new Set(sql.match(/\b\w+\.\w+\b/g) ?? []);
  return schema.databases.flatMap(({ name, objects }) =>
    objects.filter((object) => names.has(`${name}.${object.name}`)),
  );
}

const columnOf = ({ name, type, comment }: SchemaColumn): Suggestion => ({
  label: name,
  kind: 'column',
  detail: type,
  text: comment,
});

/**
 * What can come next: after "database." its objects; else the columns of the objects that the query names, databases, macros and
 * functions. before is the text of the line before the cursor.
 */
export function suggest(
  before: string,
  sql: string,
  schema: Schema,
  functions: Functions,
  language: Language,
): Suggestion[] {
  const owner = /(\w+)\.\w*$/.exec(before)?.[1];
  const database = owner && schema.databases.find(({ name }) => name === owner);
  if (database) {
    return database.objects.map(({ name, kind, comment }) => ({
      label: name,
      kind: 'object',
      detail: kind,
      text: comment,
    }));
  }
  const columns = objectsNamed(sql, schema).flatMap((object) => object.columns.map(columnOf));
  if (owner) {
    return columns;
  }
  return [
    ...columns,
    ...schema.databases.map(({ name }): Suggestion => ({ label: name, kind: 'database' })),
    ...functions.macros.map(({ name, syntax, text }): Suggestion => ({
      label: name,
      kind: 'macro',
      detail: syntax,
      text: text[language],
    })),
    ...functions.functions.map(({ name, syntax, description }): Suggestion => ({
      label: name,
      kind: 'function',
      detail: syntax,
      text: description,
    })),
  ];
}

/** What a word means: a macro, an object, a column of an object that the query names, or a function. */
export function explain(
  word: string,
  sql: string,
  schema: Schema,
  functions: Functions,
  language: Language,
): Suggestion[] {
  const objects = schema.databases
    .flatMap((database) => database.objects)
    .filter((object) => object.name === word)
    .map(({ name, kind, comment }): Suggestion => ({ label: name, kind: 'object', detail: kind, text: comment }));
  const others = suggest('', sql, schema, functions, language).filter(
    ({ label }) => label.replace(/^\$__/, '') === word,
  );
  return [...objects, ...others].filter(({ text }) => text);
}
