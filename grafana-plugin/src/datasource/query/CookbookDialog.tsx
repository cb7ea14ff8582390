import { css } from '@emotion/css';
import { type GrafanaTheme2 } from '@grafana/data';
import { Button, Input, Modal, useStyles2 } from '@grafana/ui';
import { type ReactNode, useId, useState } from 'react';

import { type CookbookQuestion } from '../../client/types';
import { useAnswer } from '../../client/useQuery';
import { Answered } from '../../components/states';
import { currentLanguage } from '../../texts/language';
import { type FramsynDataSource } from '../FramsynDataSource';
import { currentDatasourceTexts } from '../texts';

interface Props {
  datasource: FramsynDataSource;
  onInsert: (sql: string) => void;
  onDismiss: () => void;
}

/** The guide's questions, to be put into the editor. */
export function CookbookDialog({ datasource, onInsert, onDismiss }: Props) {
  const styles = useStyles2(getStyles);
  const texts = currentDatasourceTexts().query;
  const answer = useAnswer('cookbook', () => datasource.cookbook());
  const [search, setSearch] = useState('');
  return (
    <Modal isOpen title={texts.cookbook} onDismiss={onDismiss}>
      <p>{texts.cookbookHelp}</p>
      <Input
        aria-label={texts.cookbookSearch}
        placeholder={texts.cookbookSearch}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <div className={styles.list}>
        <Answered answer={answer}>
          {(questions) => <Questions questions={questions.filter((q) => fits(q, search))} onInsert={onInsert} />}
        </Answered>
      </div>
    </Modal>
  );
}

/** Whether a question has every word of a search, in whichever language. */
function fits({ title, text, sql }: CookbookQuestion, search: string): boolean {
  const all = [title.sv, title.en, text.sv, text.en, sql].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function Questions({ questions, onInsert }: { questions: CookbookQuestion[]; onInsert: (sql: string) => void }) {
  const texts = currentDatasourceTexts().query;
  const groups = [...new Set(questions.map(({ group }) => group))];
  if (questions.length === 0) {
    return <p role="status">{texts.cookbookNone}</p>;
  }
  return groups.map((group) => (
    <Group key={group} name={texts.groups[group]}>
      {questions
        .filter((question) => question.group === group)
        .map((question) => (
          <Entry key={question.number} question={question} onInsert={onInsert} />
        ))}
    </Group>
  ));
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className={styles.group}>
        {name}
      </h3>
      <ul className={styles.entries}>{children}</ul>
    </section>
  );
}

function Entry({ question, onInsert }: { question: CookbookQuestion; onInsert: (sql: string) => void }) {
  const styles = useStyles2(getStyles);
  const texts = currentDatasourceTexts().query;
  const language = currentLanguage();
  const title = question.title[language];
  return (
    <li className={styles.entry}>
      <div>
        <div className={styles.title}>{title}</div>
        <div className={styles.text}>{question.text[language]}</div>
      </div>
      <Button
        size="sm"
        variant="secondary"
        aria-label={texts.insertLabel(title)}
        onClick={() => onInsert(question.sql.trimEnd())}
      >
        {texts.insert}
      </Button>
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ marginTop: theme.spacing(2), maxHeight: '55vh', overflowY: 'auto' }),
  group: css({ ...theme.typography.h5, margin: theme.spacing(1.5, 0, 0.5) }),
  entries: css({ listStyle: 'none' }),
  entry: css({
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: theme.spacing(2),
    padding: theme.spacing(1, 1, 1, 0),
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  title: css({ fontWeight: theme.typography.fontWeightMedium }),
  text: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
