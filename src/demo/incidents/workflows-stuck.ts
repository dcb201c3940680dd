// Workflows stand still: first their workers are gone, then Temporal itself.
import { incident } from './incident.ts';

export const workflowsStuck = incident({
  name: 'workflows-stuck',
  title: 'Workflows stand still: their workers are gone, then Temporal itself',
  steps: [
    {
      at: '0m',
      set: { temporalWorkersGone: true },
      say: 'The workers that run workflows hang: nobody asks Temporal for work.',
    },
    {
      at: '35m',
      set: { temporalDown: true },
      say: 'Temporal ends too quickly, and supervisord gives up.',
    },
    {
      at: '45m',
      set: { temporalDown: false, temporalWorkersGone: false },
      say: 'Temporal and its workers are started again, and work off what has piled up.',
    },
  ],
  lasts: '1h15m',
});
