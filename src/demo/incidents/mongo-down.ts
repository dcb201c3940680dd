// After an update MongoDB does not open the data of the version before, while the backend keeps running.
import { incident } from './incident.ts';

/** In the words of MongoDB 5.0 on data that 4.2 wrote. */
const UPGRADE_PROBLEM = [
  '{"t":{"$date":"2026-11-23T09:30:02.114+00:00"},"s":"F","c":"CONTROL","id":20573,"ctx":"initandlisten","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM: Found an invalid featureCompatibilityVersion document (ERROR: Location4926900: Invalid featureCompatibilityVersion document in admin.system.version: { _id: \\"featureCompatibilityVersion\\", version: \\"4.2\\" })"}}',
  '{"t":{"$date":"2026-11-23T09:30:02.120+00:00"},"s":"I","c":"CONTROL","id":23138,"ctx":"initandlisten","msg":"Shutting down","attr":{"exitCode":62}}',
];

export const mongoDown = incident({
  name: 'mongo-down',
  title: 'MongoDB is FATAL after an update while the backend is RUNNING',
  report: 27362,
  steps: [
    {
      at: '0m',
      set: { mongoDown: true, lastWords: { mongodb: UPGRADE_PROBLEM } },
      say: 'The new MongoDB does not open the data and exits too quickly; every request waits and fails.',
    },
    {
      at: '20m',
      set: { mongoDown: false, lastWords: {} },
      say: 'The image of before is started again: MongoDB is back.',
    },
  ],
  lasts: '35m',
});
