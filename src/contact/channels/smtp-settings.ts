import { isIP } from 'node:net';
import { SettingsRefused } from '../../platform/settings.js';

/** Where mail is handed over, and by whom it is signed. */
export interface SmtpSettings {
  host: string;
  port: number;
  /** TLS from the first byte; else STARTTLS is demanded, except on this machine itself. */
  isTlsFromStart: boolean;
  isThisMachine: boolean;
  credentials: { user: string; pass: string } | null;
  /** As inboxes show it: `Name <address>` or an address. */
  from: string;
  /** The address alone. */
  sender: string;
}

const PLAIN_ADDRESS = /^[^\s<>@,;:"]+@[A-Za-z0-9.-]+$/;
const PRINTABLE = /^[\x20-\x7e\u00a0-\u{10ffff}]+$/u;

/** @throws SettingsRefused where the URL or the sender cannot be used; the values themselves are not repeated */
export function readSmtpSettings(url: string, from: string): SmtpSettings {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['smtp:', 'smtps:'].includes(parsed.protocol) || parsed.hostname === '') {
    throw new SettingsRefused('SMTP_URL must be smtps://user:password@host:port or smtp://…');
  }
  const sender = /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from.trim();
  if (!PLAIN_ADDRESS.test(sender) || !PRINTABLE.test(from)) {
    throw new SettingsRefused('SMTP_FROM must be an address, or a name with an address in angle brackets');
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  const isTlsFromStart = parsed.protocol === 'smtps:';
  return {
    host,
    port: parsed.port === '' ? (isTlsFromStart ? 465 : 587) : Number(parsed.port),
    isTlsFromStart,
    isThisMachine: host === 'localhost' || (isIP(host) > 0 && /^(127\.|::1$)/.test(host)),
    credentials:
      parsed.username === ''
        ? null
        : { user: decodeURIComponent(parsed.username), pass: decodeURIComponent(parsed.password) },
    from,
    sender,
  };
}
