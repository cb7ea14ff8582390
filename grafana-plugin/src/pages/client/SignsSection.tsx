import { useNamedQuery } from '../../client/useQuery';
import { Section } from '../../components/Section';
import { Answered } from '../../components/states';
import { formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { readSigns, type Sign } from './read';
import { clientTexts } from './texts';

/** Early signs of cognitive decline: a reason to ask. */
export function SignsSection({ id }: { id: string }) {
  const { signs } = clientTexts();
  const query = { name: 'client_signs', parameters: { client: id } };
  const answer = useNamedQuery(query.name, readSigns, query.parameters);
  return (
    <Section title={signs.title} help={signs.help} query={query}>
      <Answered answer={answer}>{(rows) => <Signs rows={rows} />}</Answered>
    </Section>
  );
}

function Signs({ rows }: { rows: Sign[] }) {
  const language = currentLanguage();
  const { signs: texts } = clientTexts();
  const [first] = rows;
  if (!first) {
    return <p>{texts.absent}</p>;
  }
  if (first.is_evident) {
    return <p>{texts.evident}</p>;
  }
  const write = (n: number) => formatNumber(n, language);
  const sentences = rows.flatMap((row) => (language === 'sv' ? row.sentence_sv : row.sentence_en) || []);
  if (first.points === 0 || sentences.length === 0) {
    return <p>{texts.none}</p>;
  }
  const place = first.is_flagged ? texts.flagged : texts.place;
  return (
    <>
      <p>{place(write(first.month_rank), write(first.n_ranked))}</p>
      <ul style={{ paddingLeft: '1.25em', margin: 0 }}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
