// Something else on the machine takes the processor.
import { incident } from './incident.ts';

export const cpuHog = incident({
  name: 'cpu-hog',
  title: 'Another program takes the machine’s processor',
  steps: [
    { at: '0m', set: { foreignCpuCores: 3.4 }, say: 'A job takes three and a half of four cores.' },
    { at: '45m', set: { foreignCpuCores: 0 }, say: 'The job ends.' },
  ],
  lasts: '1h',
});
