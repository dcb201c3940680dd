// The datasource plugins in use, how often they are asked and how long their queries take.

export type PluginName =
  | 'postgres'
  | 'mysql'
  | 'mongo'
  | 'restApi'
  | 'redis'
  | 's3'
  | 'googleSheets'
  | 'graphql';

export interface Plugin {
  readonly name: PluginName;
  /** The Java class that Appsmith writes into the `plugin` tag. */
  readonly executor: string;
  /** Share of all queries; the shares add up to 1. */
  readonly share: number;
  /** Seconds. */
  readonly median: number;
  readonly sigma: number;
}

const executor = (name: string) => `com.external.plugins.${name}$${name}Executor`;

export const plugins: readonly Plugin[] = [
  {
    name: 'postgres',
    executor: executor('PostgresPlugin'),
    share: 0.38,
    median: 0.045,
    sigma: 0.9,
  },
  { name: 'restApi', executor: executor('RestApiPlugin'), share: 0.27, median: 0.18, sigma: 0.8 },
  { name: 'mongo', executor: executor('MongoPlugin'), share: 0.12, median: 0.03, sigma: 0.9 },
  { name: 'mysql', executor: executor('MySqlPlugin'), share: 0.1, median: 0.04, sigma: 0.8 },
  { name: 'redis', executor: executor('RedisPlugin'), share: 0.04, median: 0.006, sigma: 0.6 },
  { name: 's3', executor: executor('AmazonS3Plugin'), share: 0.04, median: 0.22, sigma: 0.7 },
  {
    name: 'googleSheets',
    executor: executor('GoogleSheetsPlugin'),
    share: 0.03,
    median: 0.6,
    sigma: 0.5,
  },
  { name: 'graphql', executor: executor('GraphQLPlugin'), share: 0.02, median: 0.15, sigma: 0.7 },
];
