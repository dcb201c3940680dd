// Label values: plugins, addresses, texts.
import { describe, expect, it } from 'vitest';
import {
  hostAndPort,
  pluginName,
  shortText,
  TEXT,
} from '../../../src/components/backend/labels.ts';

describe('pluginName', () => {
  it.each([
    ['com.external.plugins.PostgresPlugin$PostgresPluginExecutor', 'postgres'],
    ['com.external.plugins.RestApiPlugin$RestApiPluginExecutor', 'restapi'],
    ['com.external.plugins.MongoPlugin$MongoPluginExecutor', 'mongo'],
    ['com.external.plugins.AmazonS3Plugin$S3PluginExecutor', 's3'],
    ['com.external.plugins.GraphQLPlugin$GraphQLPluginExecutor', 'graphql'],
    ['com.external.plugins.MySqlPlugin$MySqlPluginExecutor$$SpringCGLIB$$0', 'mysql'],
    ['com.external.plugins.RedisPlugin$RedisPluginExecutor@1f2e3d', 'redis'],
    ['com.external.plugins.JSPlugin', 'js'],
    ['postgres-plugin', 'postgres'],
    ['restapi', 'restapi'],
    ['Plugin', 'plugin'],
    ['', 'unknown'],
    ['...', 'unknown'],
    ['a "b"\n{c}', 'a_b_c_'],
  ])('%s → %s', (value, expected) => {
    expect(pluginName(value)).toBe(expected);
  });

  it('is bounded in length', () => {
    expect(pluginName('x'.repeat(500))).toHaveLength(40);
  });
});

describe('hostAndPort', () => {
  it.each([
    ['127.0.0.1/127.0.0.1:26379', '127.0.0.1:26379'],
    ['redis.example/10.0.0.7:6379', 'redis.example:6379'],
    ['localhost:6379/127.0.0.1:6379', 'localhost:6379'],
    ['/10.0.0.7:6379', '10.0.0.7:6379'],
    ['redis/[::1]:6379', 'redis:6379'],
    ['local:any', 'local:any'],
    ['', ''],
  ])('%s → %s', (value, expected) => {
    expect(hostAndPort(value)).toBe(expected);
  });
});

describe('shortText', () => {
  it.each([
    ['Unable to find resource', 'Unable to find resource'],
    ['first\nsecond', 'first'],
    ['first\r\nsecond', 'first'],
    ['x'.repeat(81), `${'x'.repeat(79)}…`],
  ])('%j → %j', (value, expected) => {
    expect(shortText(value)).toBe(expected);
    const raw = Buffer.from(value.replaceAll('\n', '\\n'));
    expect(!TEXT.drop && TEXT.changes!(raw, 0, raw.length)).toBe(value !== expected);
  });
});
