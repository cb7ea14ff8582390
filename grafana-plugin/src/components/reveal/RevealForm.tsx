import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Field, RadioButtonList, Stack, TextArea, useStyles2 } from '@grafana/ui';
import { type FormEvent, useId, useState } from 'react';

import { type Failure } from '../../client/failure';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { Failed } from '../states';
import { revealTexts } from './texts';
import { type Choices } from './types';

interface Props {
  choices: Choices;
  persons: number;
  isAsking: boolean;
  failure?: Failure;
  onAsk: (purpose: string, why: string) => void;
  onCancel: () => void;
}

/** Asks what an identity is needed for. Nothing is chosen beforehand: a purpose is stated, not accepted. */
export function RevealForm({ choices, persons, isAsking, failure, onAsk, onCancel }: Props) {
  const styles = useStyles2(getStyles);
  const texts = revealTexts();
  const language = currentLanguage();
  const id = useId();
  const [purpose, setPurpose] = useState('');
  const [why, setWhy] = useState('');
  const isTooMany = persons > choices.maxPersons;
  const isReady = purpose !== '' && why.trim().length >= choices.minWhy && !isTooMany && !isAsking;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) {
      onAsk(purpose, why.trim());
    }
  };
  const inNumbers = (n: number) => formatNumber(n, language);
  return (
    <form onSubmit={submit}>
      <p>{texts.intro}</p>
      {isTooMany && <p role="alert">{texts.tooMany(inNumbers(persons), inNumbers(choices.maxPersons))}</p>}
      <fieldset className={styles.purposes}>
        <legend className={styles.legend}>{texts.purpose}</legend>
        <RadioButtonList
          name={`${id}-purpose`}
          options={choices.purposes.map(({ code, title }) => ({ value: code, label: title[language] }))}
          value={purpose}
          onChange={setPurpose}
        />
      </fieldset>
      <Field label={texts.why} description={texts.whyHelp(choices.minWhy)}>
        <TextArea
          id={`${id}-why`}
          rows={2}
          required
          maxLength={choices.maxWhy}
          autoComplete="off"
          placeholder={texts.whyExample}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
      </Field>
      {failure && <Failed failure={failure} />}
      <Stack gap={1}>
        <Button type="submit" disabled={!isReady}>
          {isAsking ? texts.asking : texts.show}
        </Button>
        <Button type="button" variant="secondary" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </Stack>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  purposes: css({ border: 0, padding: 0, margin: theme.spacing(0, 0, 2) }),
  legend: css({ fontSize: theme.typography.bodySmall.fontSize, fontWeight: theme.typography.fontWeightMedium }),
});
