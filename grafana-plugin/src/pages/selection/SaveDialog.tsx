import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Alert, Button, Modal, TextLink, useStyles2 } from '@grafana/ui';
import { useState } from 'react';

import { addressOf } from '../../app/addresses';
import { type Failure, toFailure } from '../../client/failure';
import { Failed } from '../../components/states';
import { save, type Saved, type Words } from './api';
import { cleaned, type Filter } from './filter';
import { TextField } from './TextField';
import { pageTexts } from './texts';

interface Props {
  filter: Filter;
  opened: Saved | undefined;
  onSaved: (saved: Saved) => void;
  onClose: () => void;
}

/** The words of a new selection: those of the one that is open, but for what must be thought of anew. */
function wordsOf(opened: Saved | undefined): Words {
  const { name, theme, goal, description, steps, why } = opened ?? {};
  return {
    name: (!opened?.is_example && name) || '',
    theme: theme ?? '',
    goal: goal ?? '',
    description: description ?? '',
    steps: steps ?? '',
    why: why ?? '',
    purpose: (!opened?.is_example && opened?.purpose) || '',
  };
}

/** The day so many months from today, YYYY-MM-DD. */
export function monthsAhead(months: number, today: Date): string {
  const day = new Date(Date.UTC(today.getFullYear(), today.getMonth() + months, 1));
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(today.getDate(), last));
  return day.toISOString().slice(0, 10);
}

const MONTHS = 6; // that are suggested
const MOST = 12;

/** Saves what has been chosen under a name, with what it is for. */
export function SaveDialog({ filter, opened, onSaved, onClose }: Props) {
  const styles = useStyles2(getStyles);
  const texts = pageTexts().saving;
  const [words, setWords] = useState(() => wordsOf(opened));
  const [expires, setExpires] = useState(() => monthsAhead(MONTHS, new Date()));
  const [isTried, setTried] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [done, setDone] = useState<Saved>();
  const mayRenew = opened && !opened.is_example;

  async function send(id: string | undefined) {
    setTried(true);
    if (!words.name.trim() || !words.purpose.trim() || !expires) {
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      const saved = await save({ ...words, expires, id, filter: cleaned(filter) });
      setDone(saved);
      onSaved(saved);
    } catch (error) {
      setFailure(toFailure(error));
    } finally {
      setBusy(false);
    }
  }
  const field = (key: keyof Words, more: { isLong?: boolean; isRequired?: boolean; description?: string } = {}) => (
    <TextField
      label={texts[key]}
      value={words[key]}
      onChange={(value) => setWords({ ...words, [key]: value })}
      error={isTried && more.isRequired && !words[key].trim() ? texts.missing(texts[key]) : undefined}
      {...more}
    />
  );

  return (
    <Modal title={texts.title} isOpen onDismiss={onClose}>
      {done ? (
        <Alert severity="success" title={texts.saved(done.name)}>
          <TextLink href={addressOf(`urval/sparade/${encodeURIComponent(done.id)}`)}>{texts.toSaved}</TextLink>
        </Alert>
      ) : (
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void send(mayRenew ? opened.id : undefined);
          }}
        >
          <p>{texts.intro}</p>
          {field('name', { isRequired: true })}
          {field('purpose', { isRequired: true, description: texts.purposeHelp })}
          <TextField
            label={texts.expires}
            description={texts.expiresHelp}
            type="date"
            value={expires}
            min={monthsAhead(0, new Date())}
            max={monthsAhead(MOST, new Date())}
            onChange={setExpires}
            error={isTried && !expires ? texts.missing(texts.expires) : undefined}
            isRequired
          />
          {field('theme')}
          {field('goal')}
          {field('description', { isLong: true })}
          {field('steps', { isLong: true })}
          {field('why', { isLong: true })}
          {failure && <Failed failure={failure} />}
          <div className={styles.buttons}>
            <Button type="submit" disabled={isBusy}>
              {mayRenew ? texts.newVersion : texts.save}
            </Button>
            {mayRenew && (
              <Button variant="secondary" disabled={isBusy} onClick={() => send(undefined)}>
                {texts.asNew}
              </Button>
            )}
            <Button variant="secondary" fill="text" onClick={onClose}>
              {texts.cancel}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  buttons: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }),
});
