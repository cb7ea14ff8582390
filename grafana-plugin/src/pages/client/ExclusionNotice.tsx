import { Alert } from '@grafana/ui';

import { formatDate } from '../../format';
import { type Exclusion } from './read';
import { clientTexts } from './texts';

/** Says plainly that a client is left out, of what, and until when; never why. */
export function ExclusionNotice({ exclusion }: { exclusion: Exclusion }) {
  const { exclusion: texts } = clientTexts();
  const from = formatDate(exclusion.from_date);
  return (
    <Alert severity="info" title={texts.title(scopeInWords(exclusion))}>
      {exclusion.is_from_models && <p>{texts.models}</p>}
      {exclusion.is_from_selections && <p>{texts.selections}</p>}
      <p>
        {exclusion.until_date === null ? texts.since(from) : texts.between(from, formatDate(exclusion.until_date))}{' '}
        {texts.who}
      </p>
    </Alert>
  );
}

/** What somebody is left out of: models, selections, or both. */
export function scopeInWords({ is_from_models, is_from_selections }: Exclusion): string {
  const { exclusion: texts } = clientTexts();
  if (is_from_models && is_from_selections) {
    return texts.scopes.both;
  }
  return is_from_models ? texts.scopes.models : texts.scopes.selections;
}
