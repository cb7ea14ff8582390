import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { Failure, type FailureKind } from '../client/failure';
import { accessibilityFaults } from '../testing/axe';
import { installBackend } from '../testing/backend';
import { Bars, extent } from './Bars';
import { ErrorBoundary } from './ErrorBoundary';
import { fanFrame, joined } from './fan';
import { Measure, Measures } from './Measure';
import { Section } from './Section';
import { placed, Sparkline } from './Sparkline';
import { Answered, Failed } from './states';

describe('states', () => {
  it.each<[FailureKind, string]>([
    ['access', 'Du har inte behörighet till det här'],
    ['network', 'Databasen svarar inte'],
    ['missing', 'Det här saknas i er Framsyn'],
    ['yours', 'Frågan gick inte att besvara'],
    ['ours', 'Något gick fel i Framsyn'],
  ])('words a failure of the kind %s for the reader', async (kind, title) => {
    installBackend(() => ({ role: 'leader', contact: 'Kerstin' }));
    const { container } = render(<Failed failure={new Failure(kind, 'Code: 60')} />);
    if (kind === 'access') {
      expect(await screen.findByText(/Kerstin/)).toBeInTheDocument();
    }
    expect(screen.getByText(title)).toBeInTheDocument();
    expect(await accessibilityFaults(container)).toEqual([]);
  });

  it('lets the reader try again', async () => {
    const retry = jest.fn();
    const failure = new Failure('network', 'no answer');
    render(<Answered answer={{ state: 'failed', failure, retry }}>{() => null}</Answered>);
    await userEvent.click(screen.getByRole('button', { name: 'Försök igen' }));
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it('says that it is loading, and that an old answer is being replaced', () => {
    const { rerender, container } = render(<Answered answer={{ state: 'loading' }}>{() => null}</Answered>);
    expect(screen.getByRole('status')).toHaveTextContent('Hämtar …');
    rerender(<Answered answer={{ state: 'ready', data: 'ett svar', isStale: true }}>{(data) => data}</Answered>);
    expect(screen.getByText('ett svar')).toBeInTheDocument();
    expect(container.querySelector('[aria-busy="true"]')).toBeInTheDocument();
  });
});

describe('ErrorBoundary', () => {
  function Broken(): never {
    throw new Error('a fault');
  }

  it('shows the fault in place of the page, and forgets it on another page', () => {
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const { rerender } = render(
      <ErrorBoundary place="/a">
        <Broken />
      </ErrorBoundary>,
    );
    expect(screen.getByText('Något gick fel i Framsyn')).toBeInTheDocument();
    rerender(<ErrorBoundary place="/b">en annan sida</ErrorBoundary>);
    expect(screen.getByText('en annan sida')).toBeInTheDocument();
  });
});

describe('Bars', () => {
  it('places zero where the values need it', () => {
    expect(extent([3, -1])).toEqual({ left: 0.25, scale: 0.25 });
    expect(extent([2, 4])).toEqual({ left: 0, scale: 0.25 });
    expect(extent([0, 0])).toEqual({ left: 0, scale: 0 });
    expect(extent([])).toEqual({ left: 0, scale: 0 });
  });
});

describe('Sparkline', () => {
  it('places the lowest value at the bottom and the highest at the top, and leaves gaps out', () => {
    expect(placed([0, null, 10], 106, 26)).toEqual([
      [3, 23],
      [103, 3],
    ]);
  });

  it('draws a course without change in the middle, and nothing of nothing', () => {
    expect(placed([4, 4], 106, 26).map(([, y]) => y)).toEqual([13, 13]);
    expect(placed([null, null], 106, 26)).toEqual([]);
  });
});

describe('fanFrame', () => {
  const points = [
    { month: 0, outcome: 9, mean: null, p10: null, p90: null },
    { month: 1, outcome: 10, mean: null, p10: null, p90: null },
    { month: 2, outcome: null, mean: 11, p10: 8, p90: 14 },
  ];

  const colors = { main: 'blue', reference: 'orange', trend: 'grey', change: 'purple' };

  it('draws the lines besides that have a name and a value', () => {
    const more = points.map((point) => ({ ...point, reference: 12, trend: 7 }));
    const names = fanFrame(more, 'h', colors, String, { reference: 'Finns', change: 'Brytpunkt' }).fields.map(
      (f) => f.name,
    );
    expect(names.slice(5)).toEqual(['Finns']);
  });

  it('lets the forecast begin where the outcome ends', () => {
    expect(joined(points)[1]).toEqual({ month: 1, outcome: 10, mean: 10, p10: 10, p90: 10 });
    expect(joined(points)[0]?.mean).toBeNull();
  });

  it('shades the field between the ends of the interval', () => {
    const frame = fanFrame(points, 'h', colors, String);
    const high = frame.fields.at(-1);
    expect(high?.config.custom.fillBelowTo).toBe(frame.fields.at(-2)?.name);
    expect(high?.values).toEqual([null, 10, 14]);
  });
});

it('measures, sections and pictures have no accessibility faults', async () => {
  const { container } = render(
    <Section title="Läget" help="Vad det är">
      <Measures label="Läget nu">
        <Measure title="Timmar" help="Beviljade timmar" value="10" unit="h" note="+1 på ett år">
          <Sparkline values={[1, 2]} label="Timmar: från 1 till 2" />
        </Measure>
      </Measures>
      <Bars label="Delar" bars={[{ label: 'Nya', value: 3, text: '+3' }]} />
    </Section>,
  );
  expect(screen.getByRole('region', { name: 'Läget' })).toBeInTheDocument();
  expect(await accessibilityFaults(container)).toEqual([]);
});
