// supervisord: runs every program in Appsmith's container, so it knows what is embedded and what has died.
import type { Component } from '../../scrape/component.ts';
import { SupervisordCollector } from './collect.ts';
import { supervisordMetrics } from './metrics.ts';

export const supervisord: Component = {
  name: 'supervisord',
  title: 'supervisord',
  metrics: supervisordMetrics,
  witness: true,
  settings: [
    {
      key: 'url',
      kind: 'url',
      env: 'APPSMITH_EXPORTER_SUPERVISOR_URL',
      help: 'Address of supervisord’s HTTP server.',
      default: 'http://127.0.0.1:9001',
    },
    {
      key: 'user',
      kind: 'string',
      env: 'APPSMITH_EXPORTER_SUPERVISOR_USER',
      appsmith: ['APPSMITH_SUPERVISOR_USER'],
      help: 'User name of supervisord’s HTTP server.',
      default: 'appsmith',
    },
    {
      key: 'password',
      kind: 'secret',
      env: 'APPSMITH_EXPORTER_SUPERVISOR_PASSWORD',
      appsmith: ['APPSMITH_SUPERVISOR_PASSWORD'],
      help: 'Password of supervisord’s HTTP server.',
    },
    {
      key: 'ignore',
      kind: 'string',
      help: 'Processes without series of their own, separated by commas; `stdout` is the event listener that forwards logs, not a program of Appsmith.',
      default: 'stdout',
    },
  ],
  configure(settings, { stacksDir }) {
    const url = settings.url('url');
    if (!url) return { absent: 'no address is set' };
    const password = settings.secret('password');
    if (!password) {
      return {
        absent: 'its password is not known',
        hint: 'without one of your own Appsmith makes up a new one at each start: set APPSMITH_SUPERVISOR_PASSWORD for Appsmith and the exporter alike',
      };
    }
    const user = settings.string('user')?.value ?? 'appsmith';
    const ignore = new Set(
      (settings.string('ignore')?.value ?? '').split(',').map((s) => s.trim()),
    );
    const options = { url: url.value, user, password: password.value, ignore, stacksDir };
    return {
      address: url.value,
      origin: url.origin,
      open: () => new SupervisordCollector(options),
    };
  },
};
