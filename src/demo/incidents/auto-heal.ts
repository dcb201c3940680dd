// The backend hangs twice for a moment, and Appsmith's own auto-heal restarts it before anybody is called.
import { incident } from './incident.ts';

export const autoHeal = incident({
  name: 'auto-heal',
  title: 'The backend hangs now and then, and auto-heal restarts it each time',
  steps: [
    { at: '0m', set: { autoHeal: true }, say: 'Auto-heal is on and finds the backend well.' },
    { at: '5m', set: { backendHung: true }, say: 'Java does not answer; auto-heal restarts it.' },
    { at: '6m', set: { backendHung: false }, say: 'The new process answers.' },
    { at: '17m', set: { backendHung: true }, say: 'It hangs once more, and is restarted.' },
    { at: '18m', set: { backendHung: false }, say: 'The new process answers.' },
    { at: '30m', set: { autoHeal: false }, say: 'Somebody finds the reason and turns it off.' },
  ],
  lasts: '55m',
});
