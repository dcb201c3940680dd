// Appsmith's own meters, under clean names: queries, Git, login, page loads, health, actions.
import { type Catalogue, counter } from '../../metrics/index.ts';
import { bucketed, maxOf, timer } from './timer.ts';

const queryExecution = bucketed({
  name: 'appsmith_query_execution_seconds',
  help: 'Time that a query spent in its plugin, which is the datasource’s own time for the most part.',
  source: 'appsmith.total.plugin.execution',
  labels: ['plugin'],
});
const serverExecution = timer({
  name: 'appsmith_server_execution_seconds',
  help: 'Time that a query took in the backend as a whole, the plugin’s included.',
  source: 'appsmith.total.server.execution',
  labels: ['plugin'],
});
const datasourceContext = timer({
  name: 'appsmith_get_datasource_context_seconds',
  help: 'Time until a query had its datasource’s connection.',
  source: 'appsmith.get.datasource.context',
  labels: ['plugin'],
});
const pluginExecuteCommon = timer({
  name: 'appsmith_plugin_execute_common_seconds',
  help: 'Time in the plugins’ common execution path (newer versions).',
  source: 'appsmith.pluginExecuteCommon',
  labels: ['plugin'],
});
const actualApiCall = timer({
  name: 'appsmith_actual_api_call_seconds',
  help: 'Time of the HTTP call itself, in plugins that make one (newer versions).',
  source: 'appsmith.actualApiCall',
  labels: ['plugin'],
});
const gitOperation = timer({
  name: 'appsmith_git_operation_seconds',
  help: 'Time of Git operations; layer tells where: fs, jgit, ops (the whole), file or lock.',
  source: 'appsmith.git.{fs,jgit,ops}_*, .file_{read,write}, .{add,release}_file_lock',
  labels: ['operation', 'layer'],
});
const login = timer({
  name: 'appsmith_login_seconds',
  help: 'Time of logins, the failed ones included; source (form, oauth, …) in newer versions.',
  source: 'appsmith.login_total',
  labels: ['source'],
});
const pageLoad = timer({
  name: 'appsmith_page_load_seconds',
  help: 'Time to put together all that an application’s page needs; mode is view or edit.',
  source: 'appsmith.consolidated-api.{view,edit}.root',
  labels: ['mode'],
});
const pageLoadStep = timer({
  name: 'appsmith_page_load_step_seconds',
  help: 'Time of one step of a page load; steps run side by side, so they do not add up.',
  source: 'appsmith.consolidated-api.{view,edit}.*',
  labels: ['mode', 'step'],
});
const healthStore = timer({
  name: 'appsmith_health_check_store_seconds',
  help: 'Time in which a store answered the backend’s own health check.',
  source: 'appsmith.health.{mongo,redis}',
  labels: ['store'],
});

/** A meter without labels that keeps its name in snake_case. */
const plain = (name: string, source: string, help: string) =>
  timer({ name: `appsmith_${name}_seconds`, source: `appsmith.${source}`, help });

const requestParsing = plain(
  'request_parsing',
  'request.parsing',
  'Time to parse a query’s request.',
);
const datasourceCached = plain(
  'get_datasource_cached',
  'get.datasource.cached',
  'Time to find a query’s datasource, cached.',
);
const editorConfigCached = plain(
  'get_editor_config_cached',
  'get.editorConfig.cached',
  'Time to find a plugin’s editor configuration, cached.',
);
const actionViewMode = plain(
  'get_action_viewmode',
  'get.action.viewmode',
  'Time to load a published action.',
);
const actionUnpublished = plain(
  'get_action_unpublished',
  'get.action.unpublished',
  'Time to load an action under edit.',
);
const actionRepositoryCall = plain(
  'get_action_repository_call',
  'get.action.repository.call',
  'Time of the database call that loads an action.',
);
const actionById = plain('get_action_by_id', 'get.actionById', 'Time to load an action by its id.');
const createAction = plain('create_action', 'create.action', 'Time to create an action.');
const updateAction = plain('update_action', 'update.action', 'Time to update an action.');
const deleteAction = plain('delete_action', 'delete.action', 'Time to delete an action.');
const updateSingleAction = plain(
  'update_single_action',
  'update.single.action',
  'Time to update one action.',
);
const updateActionContext = plain(
  'update_action_context',
  'update.action.context',
  'Time to update an action by its context.',
);

export const appsmithMeters = {
  queryExecution,
  queryExecutionMax: maxOf(queryExecution),
  serverExecution,
  serverExecutionMax: maxOf(serverExecution),
  datasourceContext,
  datasourceContextMax: maxOf(datasourceContext),
  pluginExecuteCommon,
  pluginExecuteCommonMax: maxOf(pluginExecuteCommon),
  actualApiCall,
  actualApiCallMax: maxOf(actualApiCall),
  gitOperation,
  gitOperationMax: maxOf(gitOperation),
  login,
  loginMax: maxOf(login),
  loginFailures: counter({
    name: 'appsmith_login_failures_total',
    help: 'Failed logins; source (form, oauth, …) in newer versions.',
    source: 'appsmith.login_failure',
    labels: ['source'],
    foreign: true,
  }),
  pageLoad,
  pageLoadMax: maxOf(pageLoad),
  pageLoadStep,
  pageLoadStepMax: maxOf(pageLoadStep),
  healthStore,
  healthStoreMax: maxOf(healthStore),
  requestParsing,
  requestParsingMax: maxOf(requestParsing),
  datasourceCached,
  datasourceCachedMax: maxOf(datasourceCached),
  editorConfigCached,
  editorConfigCachedMax: maxOf(editorConfigCached),
  actionViewMode,
  actionViewModeMax: maxOf(actionViewMode),
  actionUnpublished,
  actionUnpublishedMax: maxOf(actionUnpublished),
  actionRepositoryCall,
  actionRepositoryCallMax: maxOf(actionRepositoryCall),
  actionById,
  actionByIdMax: maxOf(actionById),
  createAction,
  createActionMax: maxOf(createAction),
  updateAction,
  updateActionMax: maxOf(updateAction),
  deleteAction,
  deleteActionMax: maxOf(deleteAction),
  updateSingleAction,
  updateSingleActionMax: maxOf(updateSingleAction),
  updateActionContext,
  updateActionContextMax: maxOf(updateActionContext),
} satisfies Catalogue;
