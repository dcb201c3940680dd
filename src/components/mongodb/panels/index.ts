// How to look at MongoDB: its rows on the Data stores dashboard.
import type { Row } from '../../../observe/index.ts';
import { glancePanels } from './glance.ts';
import { replicationPanels } from './replication.ts';
import { storagePanels } from './storage.ts';
import { workPanels } from './work.ts';

export const mongodbRows: readonly Row[] = [
  { dashboard: 'stores', title: 'MongoDB', panels: glancePanels },
  { dashboard: 'stores', title: 'MongoDB: work', panels: workPanels, collapsed: true },
  { dashboard: 'stores', title: 'MongoDB: storage', panels: storagePanels, collapsed: true },
  {
    dashboard: 'stores',
    title: 'MongoDB: replica set',
    panels: replicationPanels,
    collapsed: true,
  },
];
