import { randomBytes } from 'node:crypto';

/** AES-256 and HMAC-SHA-256 keys are 32 bytes. */
export const KEY_BYTES = 32;

const KEY_ID = /^[a-z0-9-]{1,20}$/;

/** The keys that open sealed values, by id, and which of them seals new ones. */
export interface Keyring {
  currentKeyId: string;
  keys: ReadonlyMap<string, Buffer>;
}

/** A setting that should hold keys does not. The message names the setting and never shows key material. */
export class KeySettingUnreadable extends Error {
  constructor(settingName: string, reason: string) {
    super(`${settingName} ${reason}`);
    this.name = 'KeySettingUnreadable';
  }
}

/**
 * Reads `id:base64,id2:base64`. The first key seals; all of them open, so a key is rotated by putting a
 * new one in front and taking the old one out when nothing sealed by it is left.
 *
 * @throws KeySettingUnreadable naming the setting
 */
export function parseKeyring(settingName: string, text: string): Keyring {
  const entries = text.split(',').map((entry) => readEntry(settingName, entry.trim()));
  const keys = new Map(entries);
  if (keys.size < entries.length) {
    throw new KeySettingUnreadable(settingName, 'gives two keys the same id.');
  }
  if (new Set(entries.map(([, key]) => key.toString('hex'))).size < entries.length) {
    throw new KeySettingUnreadable(settingName, 'gives the same key under two ids.');
  }
  return { currentKeyId: entries[0]![0], keys };
}

/**
 * Reads one base64 key without an id, as the blind indexes and the audit chain use.
 *
 * @throws KeySettingUnreadable naming the setting
 */
export function parseKey(settingName: string, text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.toString('base64') !== text) {
    throw new KeySettingUnreadable(settingName, 'must be standard base64, padding included.');
  }
  if (key.length !== KEY_BYTES) {
    throw new KeySettingUnreadable(
      settingName,
      `must hold ${KEY_BYTES} bytes a key; it holds ${key.length}. Make one with: openssl rand -base64 ${KEY_BYTES}`,
    );
  }
  if (key.every((byte) => byte === key[0])) {
    throw new KeySettingUnreadable(settingName, 'holds a key of one repeated byte, which is no secret.');
  }
  return key;
}

/** A fresh random key as setting text, for a development machine that has none yet. */
export function newKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

/** A fresh keyring of one key as setting text that `parseKeyring` reads. */
export function newKeyringText(keyId = 'dev-1'): string {
  return `${keyId}:${newKeyText()}`;
}

/** Whether a text can be a key's id: lower-case letters, digits and hyphens, at most 20. */
export function isKeyId(text: string): boolean {
  return KEY_ID.test(text);
}

function readEntry(settingName: string, entry: string): [string, Buffer] {
  const colon = entry.indexOf(':');
  if (colon < 0) {
    throw new KeySettingUnreadable(settingName, 'must be a list of id:base64 separated by commas.');
  }
  const id = entry.slice(0, colon);
  if (!isKeyId(id)) {
    throw new KeySettingUnreadable(
      settingName,
      'has a key id that is not 1 to 20 lower-case letters, digits and hyphens.',
    );
  }
  return [id, parseKey(settingName, entry.slice(colon + 1))];
}
