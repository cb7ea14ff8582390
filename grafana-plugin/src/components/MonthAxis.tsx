import { type UPlotConfigBuilder } from '@grafana/ui';
import { useLayoutEffect } from 'react';

import { formatMonth } from '../format';
import { currentLanguage } from '../texts';

/** Writes the months of a chart as the reader does; Grafana's own axis writes them as in the United States. */
export function MonthAxis({ config }: { config: UPlotConfigBuilder }) {
  useLayoutEffect(() => {
    config.addHook('init', (plot) => {
      const [axis] = plot.axes;
      if (axis) {
        axis.values = (_, months) => months.map((month) => formatMonth(month, currentLanguage(), 'short'));
      }
    });
  }, [config]);
  return null;
}
