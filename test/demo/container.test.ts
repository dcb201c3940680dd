// The embedded Appsmith in a container: what its variables make of it, and what it writes into its volume.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { containerSettings } from '../../src/demo/container/settings.ts';
import { prepareStacks, showLife } from '../../src/demo/container/stacks.ts';

const INSIDE = {
  APPSMITH_DB_URL: 'mongodb://appsmith:p%40ss@localhost:27017/appsmith',
  APPSMITH_REDIS_URL: 'redis://127.0.0.1:6379',
  APPSMITH_SUPERVISOR_PASSWORD: 'super',
};

describe('its variables', () => {
  it('as shipped: stores inside, the actuator shut and without buckets', () => {
    expect(containerSettings(INSIDE)).toEqual({
      mongo: { user: 'appsmith', password: 'p@ss' },
      redis: true,
      supervisor: { user: 'appsmith', password: 'super' },
      internalPassword: undefined,
      exposed: false,
      histograms: false,
    });
  });

  it('open the actuator and turn the buckets on', () => {
    const settings = containerSettings({
      ...INSIDE,
      APPSMITH_INTERNAL_PASSWORD: 'internal',
      MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE: 'health, prometheus',
      MANAGEMENT_METRICS_DISTRIBUTION_SLO_HTTP_SERVER_REQUESTS: '1s',
    });
    expect(settings).toMatchObject({
      internalPassword: 'internal',
      exposed: true,
      histograms: true,
    });
  });

  it('place stores elsewhere', () => {
    const elsewhere = {
      APPSMITH_MONGODB_URI: 'mongodb://db/appsmith',
      APPSMITH_REDIS_URL: 'redis://r',
    };
    expect(containerSettings(elsewhere)).toMatchObject({ mongo: undefined, redis: false });
  });
});

describe('its volume', () => {
  const dir = mkdtempSync(join(tmpdir(), 'stacks-'));
  const path = join(dir, 'configuration/docker.env');
  afterAll(() => rmSync(dir, { recursive: true }));

  it('has a docker.env that is written once, for everybody to read', async () => {
    await prepareStacks(dir);
    const text = readFileSync(path, 'utf8');
    expect(text).toMatch(
      /^APPSMITH_DB_URL=mongodb:\/\/appsmith:\w{13}@localhost:27017\/appsmith$/m,
    );
    expect(text).not.toMatch(/^APPSMITH_INTERNAL_PASSWORD/m);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    await prepareStacks(dir);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('shows life in a log at once', () => {
    showLife(dir)();
    const path = join(dir, `logs/backend/backend-${hostname()}.log`);
    expect(readFileSync(path, 'utf8')).toMatch(/^\[\d{4}-.+\] \[.+\] requestId=/);
  });
});
