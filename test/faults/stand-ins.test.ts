// Every fault on every component, against the embedded Appsmith.
import { faultMatrix } from './matrix.ts';
import { standIns } from './upstreams.ts';

faultMatrix(standIns);
