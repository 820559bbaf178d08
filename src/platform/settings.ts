import { resolve } from 'node:path';

/** What a setting means, and what holds where it is not given. */
interface SettingDefinition {
  meaning: string;
  /** The value outside production; `required` where production has none either. */
  fallback?: string;
  /** Production refuses to start without it. */
  neededInProduction?: true;
}

/** Every environment variable that the service reads. Nothing else in the code reads the environment. */
export const SETTINGS = {
  NODE_ENV: { meaning: '`production` refuses every development default', fallback: 'development' },
  HOST: { meaning: 'address to listen on', fallback: '127.0.0.1' },
  PORT: { meaning: 'port to listen on', fallback: '3000' },
  ROLE: { meaning: '`api`, `worker`, or `all` for both in one process', fallback: 'all' },
  DATA_DIR: { meaning: 'folder of the embedded database and development keys', fallback: '.data' },
  DATABASE_URL: { meaning: 'PostgreSQL 15 or newer, as the application role', neededInProduction: true },
  DATABASE_OWNER_URL: { meaning: 'the same database as its owner, for migrations only' },
  DATABASE_POOL: { meaning: 'connections a process may hold', fallback: '20' },
  REPORTING_DATABASE_URL: { meaning: 'read replica for reports (not used yet; reports read DATABASE_URL)' },
  REDIS_URL: { meaning: 'Redis or Valkey for the queues; without it they live in PostgreSQL' },
  QUEUE_PREFIX: {
    meaning: 'what keys in Redis begin with, where one Redis serves several installations',
    fallback: 'val',
  },
  REDIS_DURABILITY: {
    meaning: '`assured`: someone checked append-only files and noeviction where CONFIG is hidden',
  },
  OIDC_ISSUER: { meaning: 'URL of the OpenID Connect issuer', neededInProduction: true },
  OIDC_AUDIENCE: {
    meaning: 'audience that access tokens must name',
    fallback: 'victim-advice-line',
    neededInProduction: true,
  },
  OIDC_ALGORITHMS: {
    meaning: 'signature algorithms accepted, by commas',
    fallback: 'RS256,PS256,ES256,EdDSA',
  },
  OIDC_ROLES_CLAIM: { meaning: 'claim that holds the roles; dots go deeper', fallback: 'roles' },
  OIDC_NAME_CLAIM: { meaning: 'claim with the name that colleagues see', fallback: 'name' },
  OIDC_TEAM_CLAIM: { meaning: 'claim with the code of the team', fallback: 'team' },
  OIDC_REQUIRED_ACR: {
    meaning: 'what a token of a person must have as `acr` or among `amr`, such as a word for two factors',
  },
  FIELD_KEYS: { meaning: 'AES-256 keys as id:base64, newest first, by commas', neededInProduction: true },
  BLIND_INDEX_KEY: {
    meaning: 'base64 key of the look-up hashes of phone, email and address',
    neededInProduction: true,
  },
  AUDIT_KEYS: { meaning: 'keys of the audit chain as id:base64, newest first', neededInProduction: true },
  AUDIT_ANCHOR_FILE: {
    meaning: 'file outside the database that keeps the head of the audit chain',
    neededInProduction: true,
  },
  INTAKE_INBOX: { meaning: 'folder watched for police extracts; none is watched without it' },
  INTAKE_FEED: { meaning: 'feed mapping used for files from the inbox', fallback: 'athena' },
  MESSAGE_CHANNEL: {
    meaning: '`smtp`, or `capture` to keep messages readable in the API',
    fallback: 'capture',
    neededInProduction: true,
  },
  SMTP_URL: { meaning: 'smtps://user:password@host:port of the mail relay' },
  SMTP_FROM: { meaning: 'sender address of automatic email' },
  LETTER_CHANNEL: {
    meaning:
      '`print-folder`, `capture` to keep letters readable in the API, or `none`: no letters are written',
    fallback: 'capture',
    neededInProduction: true,
  },
  PRINT_FOLDER: { meaning: 'folder from which letters are printed, one PDF each' },
  SMS_CHANNEL: {
    meaning: '`notify`, `capture` to keep SMS readable in the API, or `none`: no SMS are sent',
    fallback: 'capture',
    neededInProduction: true,
  },
  NOTIFY_URL: {
    meaning: 'address of GOV.UK Notify',
    fallback: 'https://api.notifications.service.gov.uk',
  },
  NOTIFY_API_KEY: { meaning: 'API key of GOV.UK Notify: a name, the service’s id and the secret' },
  NOTIFY_SMS_TEMPLATE: {
    meaning: 'id of the SMS template at Notify, which holds ((message)) and nothing else',
  },
  NOTIFY_CALLBACK_TOKEN: {
    meaning: 'bearer token that Notify shows at /provider-callbacks/notify, 32 signs or more',
  },
  LOG_LEVEL: { meaning: 'trace, debug, info, warn, error or silent', fallback: 'info' },
  SHUTDOWN_SECONDS: { meaning: 'how long a stop waits for running work', fallback: '20' },
} as const satisfies Record<string, SettingDefinition>;
type Name = keyof typeof SETTINGS;

const LEAST_SECRET = 32;

/** The settings do not allow a start: says which and why. */
export class SettingsRefused extends Error {}

export interface OidcSettings {
  issuer: string;
  audience: string;
  algorithms: string[];
  rolesClaim: string;
  nameClaim: string;
  teamClaim: string;
  requiredAcr: string | null;
}

/** The settings of this process, read once at its start. */
export class Settings {
  readonly production = this.text('NODE_ENV') === 'production';
  readonly host = this.text('HOST')!;
  readonly port = this.whole('PORT', 0, 65_535);
  readonly role = this.oneOf('ROLE', ['all', 'api', 'worker'] as const);
  readonly dataDir = resolve(this.text('DATA_DIR')!);
  readonly databaseUrl = this.text('DATABASE_URL');
  readonly databaseOwnerUrl = this.text('DATABASE_OWNER_URL');
  readonly databasePool = this.whole('DATABASE_POOL', 4, 200);
  readonly redisUrl = this.text('REDIS_URL');
  readonly queuePrefix = this.text('QUEUE_PREFIX')!;
  readonly redisDurability = this.text('REDIS_DURABILITY');
  readonly oidc = this.readOidc();
  readonly fieldKeys = this.text('FIELD_KEYS');
  readonly blindIndexKey = this.text('BLIND_INDEX_KEY');
  readonly auditKeys = this.text('AUDIT_KEYS');
  readonly auditAnchorFile = resolve(this.text('AUDIT_ANCHOR_FILE') ?? `${this.dataDir}/audit-anchor.log`);
  readonly intakeInbox = this.text('INTAKE_INBOX');
  readonly intakeFeed = this.text('INTAKE_FEED')!;
  readonly messageChannel = this.oneOf('MESSAGE_CHANNEL', ['capture', 'smtp'] as const);
  readonly smtpUrl = this.text('SMTP_URL');
  readonly smtpFrom = this.text('SMTP_FROM');
  readonly letterChannel = this.oneOf('LETTER_CHANNEL', ['capture', 'print-folder', 'none'] as const);
  readonly printFolder = this.text('PRINT_FOLDER');
  readonly smsChannel = this.oneOf('SMS_CHANNEL', ['capture', 'notify', 'none'] as const);
  readonly notifyUrl = this.text('NOTIFY_URL')!;
  readonly notifyApiKey = this.text('NOTIFY_API_KEY');
  readonly notifySmsTemplate = this.text('NOTIFY_SMS_TEMPLATE');
  readonly notifyCallbackToken = this.text('NOTIFY_CALLBACK_TOKEN');
  readonly logLevel = this.oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const);
  readonly shutdownSeconds = this.whole('SHUTDOWN_SECONDS', 1, 600);

  constructor(private readonly environment: Record<string, string | undefined> = process.env) {
    if (this.production) this.refuseDevelopmentDefaults();
    if (this.messageChannel === 'smtp' && (!this.smtpUrl || !this.smtpFrom)) {
      throw new SettingsRefused('MESSAGE_CHANNEL=smtp needs SMTP_URL and SMTP_FROM');
    }
    if (this.smsChannel === 'notify' && (!this.notifyApiKey || !this.notifySmsTemplate)) {
      throw new SettingsRefused('SMS_CHANNEL=notify needs NOTIFY_API_KEY and NOTIFY_SMS_TEMPLATE');
    }
    if (this.notifyCallbackToken !== null && this.notifyCallbackToken.length < LEAST_SECRET) {
      throw new SettingsRefused(`NOTIFY_CALLBACK_TOKEN needs ${LEAST_SECRET} signs or more`);
    }
    if (this.letterChannel === 'print-folder' && !this.printFolder) {
      throw new SettingsRefused('LETTER_CHANNEL=print-folder needs PRINT_FOLDER');
    }
  }

  /** The same settings with some variables changed, such as another data folder. */
  with(changes: Partial<Record<Name, string>>): Settings {
    return new Settings({ ...this.environment, ...changes });
  }

  private text(name: Name): string | null {
    const given = this.environment[name]?.trim();
    const definition: SettingDefinition = SETTINGS[name];
    return given ? given : (definition.fallback ?? null);
  }

  private whole(name: Name, least: number, most: number): number {
    const value = Number(this.text(name));
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new SettingsRefused(`${name} must be a whole number from ${least} to ${most}`);
    }
    return value;
  }

  private oneOf<T extends string>(name: Name, allowed: readonly T[]): T {
    const value = allowed.find((candidate) => candidate === this.text(name));
    if (!value) throw new SettingsRefused(`${name} must be one of ${allowed.join(', ')}`);
    return value;
  }

  private readOidc(): OidcSettings | null {
    const issuer = this.text('OIDC_ISSUER');
    if (!issuer) return null;
    return {
      issuer,
      audience: this.text('OIDC_AUDIENCE')!,
      algorithms: this.text('OIDC_ALGORITHMS')!
        .split(',')
        .map((item) => item.trim()),
      rolesClaim: this.text('OIDC_ROLES_CLAIM')!,
      nameClaim: this.text('OIDC_NAME_CLAIM')!,
      teamClaim: this.text('OIDC_TEAM_CLAIM')!,
      requiredAcr: this.text('OIDC_REQUIRED_ACR'),
    };
  }

  private refuseDevelopmentDefaults(): void {
    const names = Object.keys(SETTINGS) as Name[];
    const missing = names.filter((name) => {
      const definition: SettingDefinition = SETTINGS[name];
      return definition.neededInProduction && !this.environment[name]?.trim();
    });
    if (missing.length > 0) throw new SettingsRefused(`production needs ${missing.join(', ')}`);
    if (this.messageChannel === 'capture') throw new SettingsRefused('production needs MESSAGE_CHANNEL=smtp');
    if (this.letterChannel === 'capture') {
      throw new SettingsRefused('production needs LETTER_CHANNEL=print-folder or none');
    }
    if (this.smsChannel === 'capture')
      throw new SettingsRefused('production needs SMS_CHANNEL=notify or none');
  }
}
