import { type DataFrame } from '@grafana/data';
import { useMemo } from 'react';

import { type Cell, rowsOf } from '../../client/rows';
import { type Answer, useNamedQuery } from '../../client/useQuery';
import { currentLanguage } from '../../texts';
import { type Names } from './words';

interface Area extends Record<string, Cell> {
  text: string;
  value: string;
}

interface Kind extends Area {
  text_en: string;
}

const readAreas = (frame: DataFrame) => rowsOf<Area>(frame, 'text', 'value');
const readKinds = (frame: DataFrame) => rowsOf<Kind>(frame, 'text', 'value', 'text_en');

/** The names of areas that the reader may see, and of kinds of intervention. */
export function useNames(): Answer<Names> {
  const areas = useNamedQuery('areas', readAreas);
  const kinds = useNamedQuery('intervention_kinds', readKinds);
  const isEnglish = currentLanguage() === 'en';
  const [areaRows, kindRows] = [areas, kinds].map((answer) => (answer.state === 'ready' ? answer.data : undefined));
  const names = useMemo(
    () => ({
      areas: Object.fromEntries((areaRows ?? []).map(({ value, text }) => [value, text])),
      kinds: Object.fromEntries(
        ((kindRows ?? []) as Kind[]).map(({ value, text, text_en }) => [value, (isEnglish && text_en) || text]),
      ),
    }),
    [areaRows, kindRows, isEnglish],
  );
  if (areas.state !== 'ready') {
    return areas;
  }
  return kinds.state === 'ready' ? { state: 'ready', data: names, isStale: false } : kinds;
}
