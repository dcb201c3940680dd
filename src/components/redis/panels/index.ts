// How to look at Redis: its rows on the Data stores dashboard.
import type { Row } from '../../../observe/index.ts';
import { glancePanels } from './glance.ts';
import { keepingPanels } from './keeping.ts';
import { workPanels } from './work.ts';

export const redisRows: readonly Row[] = [
  { dashboard: 'stores', title: 'Redis', panels: glancePanels },
  { dashboard: 'stores', title: 'Redis: work', panels: workPanels, collapsed: true },
  {
    dashboard: 'stores',
    title: 'Redis: persistence and replicas',
    panels: keepingPanels,
    collapsed: true,
  },
];
