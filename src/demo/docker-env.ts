// docker.env as Appsmith's first start writes it: a shell fragment with its secrets and many empty values.

export interface DockerEnvValues {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly supervisorUser: string;
  readonly supervisorPassword: string;
  /** A line that an admin adds, since Appsmith writes none. */
  readonly internalPassword?: string | undefined;
  readonly encryptionPassword: string;
  readonly encryptionSalt: string;
}

const EMPTY = {
  'Error reports': ['SENTRY_DSN'],
  'Sign-in with Google': ['OAUTH2_GOOGLE_CLIENT_ID', 'OAUTH2_GOOGLE_CLIENT_SECRET'],
  'Sign-in with GitHub': ['OAUTH2_GITHUB_CLIENT_ID', 'OAUTH2_GITHUB_CLIENT_SECRET'],
  'Sign-in and sign-up with a form': ['FORM_LOGIN_DISABLED', 'SIGNUP_DISABLED'],
  'Browser log level (debug | error)': ['CLIENT_LOG_LEVEL'],
  'Mail server': [
    'MAIL_ENABLED',
    'MAIL_HOST',
    'MAIL_PORT',
    'MAIL_USERNAME',
    'MAIL_PASSWORD',
    'MAIL_FROM',
    'REPLY_TO',
    'MAIL_SMTP_AUTH',
    'MAIL_SMTP_TLS_ENABLED',
  ],
  Captcha: ['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY', 'RECAPTCHA_ENABLED'],
  'Own domain, with a certificate': ['CUSTOM_DOMAIN'],
  'Arguments of Java, e.g. "-Xms800M -Xmx800M"': ['JAVA_ARGS'],
} as const;

/** The file's text. */
export function dockerEnv(values: DockerEnvValues): string {
  const sections = Object.entries(EMPTY).map(([title, names]) =>
    [`# ${title}`, ...names.map((name) => `APPSMITH_${name}=`), ''].join('\n'),
  );
  const { internalPassword } = values;
  return [
    ...sections,
    '# Telemetry of the installation itself',
    'APPSMITH_DISABLE_TELEMETRY=false',
    '#APPSMITH_SENTRY_ENVIRONMENT=',
    '',
    `APPSMITH_DB_URL=${values.databaseUrl}`,
    '',
    `APPSMITH_REDIS_URL=${values.redisUrl}`,
    '',
    `APPSMITH_ENCRYPTION_PASSWORD=${values.encryptionPassword}`,
    `APPSMITH_ENCRYPTION_SALT=${values.encryptionSalt}`,
    '',
    '# APPSMITH_CODEC_SIZE=',
    '',
    `APPSMITH_SUPERVISOR_USER=${values.supervisorUser}`,
    `APPSMITH_SUPERVISOR_PASSWORD=${values.supervisorPassword}`,
    '',
    '# Pages that may show Appsmith in a frame, e.g. "https://intranet.example https://wiki.example"',
    `APPSMITH_ALLOWED_FRAME_ANCESTORS="'self' *"`,
    '',
    'APPSMITH_DISABLE_IFRAME_WIDGET_SANDBOX=false',
    '',
    '# Backups at night, by the business edition',
    'APPSMITH_BACKUP_CRON_EXPRESSION="0 2 * * *"',
    ...(internalPassword === undefined
      ? []
      : ['', '# Opens /actuator', `APPSMITH_INTERNAL_PASSWORD='${internalPassword}'`]),
    '',
  ].join('\n');
}
