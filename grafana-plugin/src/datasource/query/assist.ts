// Completion and explanations in the SQL editor.
import { type Monaco, type MonacoEditor } from '@grafana/ui';

import { currentLanguage } from '../../texts/language';
import { type FramsynDataSource } from '../FramsynDataSource';
import { explain, suggest, type Suggestion } from './suggestions';

/** Helps in one editor until the returned function is called. Monaco asks every provider for every editor, so others are turned away. */
export function assist(editor: MonacoEditor, monaco: Monaco, datasource: FramsynDataSource): () => void {
  const own = editor.getModel();
  const language = currentLanguage();
  const kinds = monaco.languages.CompletionItemKind;
  const icons: Record<Suggestion['kind'], number> = {
    database: kinds.Module,
    object: kinds.Class,
    column: kinds.Field,
    function: kinds.Function,
    macro: kinds.Snippet,
  };

  const completion = monaco.languages.registerCompletionItemProvider('sql', {
    triggerCharacters: ['.', '$', ' '],
    provideCompletionItems: async (model, { lineNumber, column }) => {
      if (model !== own) {
        return { suggestions: [] };
      }
      const [schema, functions] = await Promise.all([datasource.schema(), datasource.functions()]);
      const before = model.getLineContent(lineNumber).slice(0, column - 1);
      const typed = /[$\w]*$/.exec(before)?.[0].length ?? 0;
      const range = new monaco.Range(lineNumber, column - typed, lineNumber, column);
      return {
        suggestions: suggest(before, model.getValue(), schema, functions, language).map((found, index) => ({
          label: found.label,
          kind: icons[found.kind],
          detail: found.detail,
          documentation: found.text,
          insertText: found.label,
          sortText: String(index).padStart(6, '0'),
          range,
        })),
      };
    },
  });

  const hover = monaco.languages.registerHoverProvider('sql', {
    provideHover: async (model, position) => {
      const word = model === own ? model.getWordAtPosition(position)?.word : undefined;
      if (!word) {
        return null;
      }
      const [schema, functions] = await Promise.all([datasource.schema(), datasource.functions()]);
      const found = explain(word.replace(/^\$?__/, ''), model.getValue(), schema, functions, language);
      return {
        contents: found.map(({ label, detail, text }) => ({ value: `**${label}** ${detail ?? ''}\n\n${text}` })),
      };
    },
  });

  return () => {
    completion.dispose();
    hover.dispose();
  };
}
