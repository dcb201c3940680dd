// The rules, on every family name that the recorded bodies hold and on Appsmith's meters that they do not.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { backendMetrics } from '../../../src/components/backend/metrics.ts';
import { backendRules } from '../../../src/components/backend/rules.ts';
import { snakeCase } from '../../../src/exposition/index.ts';
import { fixture } from './support.ts';

const FOLDER = new URL('../../fixtures/backend/', import.meta.url);
const recordings = readdirSync(FOLDER).filter((name) => name.endsWith('.prom'));
const catalogue = new Map(Object.values(backendMetrics).map((def) => [def.name, def]));
const target = (name: string) => backendRules(name, 'summary').name ?? snakeCase(name);

/** Family names and their kept targets. */
function familiesIn(file: string): [name: string, type: string][] {
  const openMetrics = file.includes('openmetrics');
  return [...fixture(file).matchAll(/^# TYPE (\S+) (\w+)$/gm)].map(([, name, type]) => {
    const suffix = { counter: '_total', info: '_info' }[type!] ?? '';
    return [openMetrics ? name + suffix : name!, type!];
  });
}

describe.each(recordings)('%s', (file) => {
  it('gives nothing but what the catalogue lists, of the type that it lists', () => {
    const kept = familiesIn(file).filter(([name]) => !backendRules(name, 'gauge').drop);
    expect(kept.length).toBeGreaterThan(60);
    for (const [name, type] of kept) {
      const def = catalogue.get(target(name));
      expect(def, `${name} → ${target(name)}`).toBeDefined();
      const distribution = ['summary', 'histogram'];
      const alike =
        type === def!.type || (distribution.includes(type) && distribution.includes(def!.type));
      expect(alike || def!.type === 'info', `${name} is a ${type}`).toBe(true);
    }
  });

  it('drops what is in progress, raw paths and filter chains', () => {
    for (const [name] of familiesIn(file)) {
      const unwanted = /_active_seconds|reactor_netty_http|spring_security|_(ns|ms)_total/.test(
        name,
      );
      if (unwanted) expect(backendRules(name, 'gauge').drop, name).toBe(true);
    }
  });
});

describe('Appsmith’s meters', () => {
  it.each([
    ['appsmith_total_plugin_execution_seconds', 'appsmith_query_execution_seconds'],
    ['appsmith_total_plugin_execution_seconds_max', 'appsmith_query_execution_seconds_max'],
    ['appsmith_total_server_execution_seconds', 'appsmith_server_execution_seconds'],
    ['appsmith_pluginExecuteCommon_seconds_max', 'appsmith_plugin_execute_common_seconds_max'],
    ['appsmith_actualApiCall_seconds', 'appsmith_actual_api_call_seconds'],
    ['appsmith_get_editorConfig_cached_seconds', 'appsmith_get_editor_config_cached_seconds'],
    ['appsmith_get_actionById_seconds', 'appsmith_get_action_by_id_seconds'],
    ['appsmith_login_total_seconds', 'appsmith_login_seconds'],
    ['appsmith_login_failure_total', 'appsmith_login_failures_total'],
    ['appsmith_update_single_action_seconds', 'appsmith_update_single_action_seconds'],
  ])('%s → %s', (name, expected) => {
    expect(target(name)).toBe(expected);
    expect(catalogue.has(expected)).toBe(true);
  });

  it.each([
    ['git_fs_clone_repo', 'git_operation', { operation: 'clone_repo', layer: 'fs' }],
    ['git_jgit_fetch_remote', 'git_operation', { operation: 'fetch_remote', layer: 'jgit' }],
    ['git_ops_merge_branch', 'git_operation', { operation: 'merge_branch', layer: 'ops' }],
    ['git_file_read', 'git_operation', { operation: 'read', layer: 'file' }],
    ['git_add_file_lock', 'git_operation', { operation: 'add', layer: 'lock' }],
    ['git_release_file_lock', 'git_operation', { operation: 'release', layer: 'lock' }],
    ['consolidated_api_view_root', 'page_load', { mode: 'view' }],
    ['consolidated_api_edit_root', 'page_load', { mode: 'edit' }],
    [
      'consolidated_api_view_compute_etag',
      'page_load_step',
      { mode: 'view', step: 'compute_etag' },
    ],
    [
      'consolidated_api_view_actions_initial',
      'page_load_step',
      { mode: 'view', step: 'actions_initial' },
    ],
    ['health_mongo', 'health_check_store', { store: 'mongodb' }],
    ['health_redis', 'health_check_store', { store: 'redis' }],
  ])('%s → %s with %j', (name, expected, add) => {
    for (const end of ['_seconds', '_seconds_max']) {
      const rule = backendRules(`appsmith_${name}${end}`, 'summary');
      expect(rule).toMatchObject({ name: `appsmith_${expected}${end}`, add });
      expect(catalogue.get(rule.name!)?.labels).toEqual(expect.arrayContaining(Object.keys(add)));
    }
  });

  it('leaves users’ e-mail addresses out of login failures', () => {
    expect(backendRules('appsmith_login_failure_total', 'counter').labels).toEqual({
      message: { drop: true },
    });
  });
});

describe('merging', () => {
  it.each([
    ['http_server_requests_seconds_max', 'max'],
    ['mongodb_driver_pool_size', 'sum'],
    ['mongodb_driver_pool_waitqueuesize', 'sum'],
    ['reactor_netty_connection_provider_pending_connections', 'sum'],
    ['hikaricp_connections_max', 'first'],
    ['jvm_memory_used_bytes', 'first'],
  ])('%s: %s', (name, merge) => {
    expect(backendRules(name, 'gauge').merge).toBe(merge);
  });
});

it('keeps a family that nobody knows, and none that the exporter calls its own', () => {
  expect(backendRules('my_team_orders_total', 'counter')).toEqual({ merge: 'first' });
  expect(backendRules('appsmith_exporter_scrape_duration_seconds', 'gauge')).toEqual({
    drop: true,
  });
});

it('lists no name twice', () => {
  expect(catalogue.size).toBe(Object.keys(backendMetrics).length);
});
