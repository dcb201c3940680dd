// Every fault on every component, against real servers.
import { describe } from 'vitest';
import { needRedis } from '../peers/redis.ts';
import { needSpring } from '../peers/spring.ts';
import { needSupervisord } from '../peers/supervisord.ts';
import { faultMatrix } from './matrix.ts';
import { realServers } from './upstreams.ts';

const installed = [needSpring(), needRedis(), needSupervisord()].every(Boolean);

describe.runIf(installed)('real servers', () => faultMatrix(realServers));
