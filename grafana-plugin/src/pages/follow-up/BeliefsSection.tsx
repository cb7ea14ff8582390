import { useNamedQuery } from '../../client/useQuery';
import { type Column, DataTable } from '../../components/DataTable';
import { Interval, scaleOf } from '../../components/Interval';
import { Section } from '../../components/Section';
import { Answered, Empty } from '../../components/states';
import { formatChange, formatNumber } from '../../format';
import { currentLanguage } from '../../texts';
import { PictureKey } from './Cells';
import { type About, type Belief, readBeliefs } from './read';
import { followUpTexts } from './texts';

/** The calibration of our own beliefs: what came of what was believed to give about so much. */
export function BeliefsSection({ about: { horizon } }: { about: About }) {
  const { beliefs } = followUpTexts();
  const query = { name: 'belief_outcomes', parameters: { horizon } };
  const answer = useNamedQuery(query.name, readBeliefs, query.parameters);
  return (
    <Section title={beliefs.title} help={beliefs.help} query={query}>
      <Answered answer={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty>{beliefs.none}</Empty>
          ) : (
            <>
              <DataTable
                caption={beliefs.title}
                rows={rows}
                rowId={(row) => `${row.believer} ${row.band}`}
                columns={columns(rows)}
              />
              <PictureKey />
            </>
          )
        }
      </Answered>
    </Section>
  );
}

function columns(rows: Belief[]): Array<Column<Belief>> {
  const language = currentLanguage();
  const texts = followUpTexts();
  const { beliefs } = texts;
  const scale = scaleOf(rows.flatMap((row) => [row.came_low_h, row.came_high_h, row.believed_h]));
  const write = (hours: number) => formatChange(hours, language, 1);
  const hasModel = rows.some((row) => row.believer === 'model');
  const bandOf = (row: Belief) => {
    const band = beliefs.bands[row.band] ?? String(row.band);
    return hasModel ? `${beliefs.believers[row.believer] ?? row.believer}: ${band.toLowerCase()}` : band;
  };
  return [
    { id: 'band', title: beliefs.columns.band, value: (row) => row.band, text: bandOf },
    {
      id: 'n_cases',
      title: beliefs.columns.cases,
      isNumber: true,
      value: (row) => row.n_cases,
      text: (row) => formatNumber(row.n_cases, language),
    },
    {
      id: 'believed_h',
      title: beliefs.columns.believed,
      unit: texts.unit,
      isNumber: true,
      value: (row) => row.believed_h,
      text: (row) => write(row.believed_h),
    },
    {
      id: 'came_h',
      title: beliefs.columns.came,
      unit: texts.unit,
      isNumber: true,
      value: (row) => row.came_h,
      text: (row) => texts.range(write(row.came_h), write(row.came_low_h), write(row.came_high_h)),
    },
    {
      id: 'picture',
      title: beliefs.columns.picture,
      value: (row) => row.came_h,
      text: () => '',
      render: (row) => (
        <Interval low={row.came_low_h} value={row.came_h} high={row.came_high_h} other={row.believed_h} scale={scale} />
      ),
    },
    {
      id: 'agrees',
      title: beliefs.columns.agrees,
      value: (row) => row.agrees,
      text: (row) => (row.agrees ? beliefs.yes : row.believed_h < row.came_h ? beliefs.tooMuch : beliefs.tooLittle),
    },
  ];
}
