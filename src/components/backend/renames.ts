// From the names of Appsmith's meters, as Micrometer's Prometheus naming makes them, to clean ones.

/** A clean name, and labels that were part of the old one. */
export interface Rename {
  readonly name: string;
  readonly add?: Readonly<Record<string, string>>;
}

const PLAIN: Readonly<Record<string, string>> = {
  appsmith_total_plugin_execution_seconds: 'appsmith_query_execution_seconds',
  appsmith_total_server_execution_seconds: 'appsmith_server_execution_seconds',
  appsmith_pluginExecuteCommon_seconds: 'appsmith_plugin_execute_common_seconds',
  appsmith_actualApiCall_seconds: 'appsmith_actual_api_call_seconds',
  appsmith_get_editorConfig_cached_seconds: 'appsmith_get_editor_config_cached_seconds',
  appsmith_get_actionById_seconds: 'appsmith_get_action_by_id_seconds',
  appsmith_login_total_seconds: 'appsmith_login_seconds',
  appsmith_login_failure_total: 'appsmith_login_failures_total',
};

const STORES: Readonly<Record<string, string>> = { mongo: 'mongodb', redis: 'redis' };
const GIT = /^appsmith_git_(fs|jgit|ops|file)_(\w+)_seconds$/;
const GIT_LOCK = /^appsmith_git_(add|release)_file_lock_seconds$/;
const PAGE_LOAD = /^appsmith_consolidated_api_(view|edit)_(\w+)_seconds$/;
const HEALTH = /^appsmith_health_(mongo|redis)_seconds$/;

/** The clean name of one of Appsmith's families; undefined where the name may stay. */
export function renameOf(name: string): Rename | undefined {
  const plain = PLAIN[name];
  if (plain !== undefined) return { name: plain };
  return gitOf(name) ?? pageLoadOf(name) ?? healthOf(name);
}

function gitOf(name: string): Rename | undefined {
  const lock = GIT_LOCK.exec(name);
  const found = GIT.exec(name);
  if (!lock && !found) return undefined;
  const [operation, layer] = lock ? [lock[1]!, 'lock'] : [found![2]!, found![1]!];
  return { name: 'appsmith_git_operation_seconds', add: { operation, layer } };
}

function pageLoadOf(name: string): Rename | undefined {
  const found = PAGE_LOAD.exec(name);
  if (!found) return undefined;
  const [, mode, step] = found as unknown as [string, string, string];
  if (step === 'root') return { name: 'appsmith_page_load_seconds', add: { mode } };
  return { name: 'appsmith_page_load_step_seconds', add: { mode, step } };
}

function healthOf(name: string): Rename | undefined {
  const store = HEALTH.exec(name)?.[1];
  if (store === undefined) return undefined;
  return { name: 'appsmith_health_check_store_seconds', add: { store: STORES[store]! } };
}
