import type { ChannelOutcome } from './channel.js';

/** What is known of a handing over that did not end with the server's yes. */
export interface SmtpFailure {
  /** The kind of failure, as the library names it, such as `ECONNECTION`. */
  code?: string | undefined;
  /** The system's own code, such as `ECONNREFUSED`. */
  originalCode?: string | undefined;
  /** The command that the server answered, such as `RCPT TO`; `CONN` where the line itself failed. */
  command?: string | undefined;
  /** The server's reply code, where it replied. */
  responseCode?: number | undefined;
  /** The server's reply; its enhanced status is read, its text is not kept: it repeats the address. */
  response?: string | undefined;
}

const CLOSING = 421;

/**
 * What a failure means for the message. Until the text began to flow the server cannot have it: the message is refused
 * or may be tried again. From then on only the server's own answer to the text says that it has not.
 */
export function outcomeOf(failure: SmtpFailure, hasTextBegun: boolean): ChannelOutcome {
  const code = codeOf(failure);
  const reply = failure.command === 'CONN' ? undefined : failure.responseCode;
  if (hasTextBegun && (reply === undefined || reply === CLOSING || failure.code !== 'EMESSAGE')) {
    return { result: 'unknown', code };
  }
  const isAboutThisMessage = hasTextBegun || failure.command === 'RCPT TO' || failure.command === 'DATA';
  if (reply !== undefined && reply >= 500 && isAboutThisMessage) {
    return { result: 'refused', code, isAboutRecipient: isAboutRecipient(failure) };
  }
  // A relay that refuses our sender, our password or all of us is for an administrator to mend.
  return { result: 'not-sent', code };
}

/** The mailbox itself is refused: at its naming, or by an enhanced status of class 5.1 or 5.2 (RFC 3463). */
function isAboutRecipient({ command, response }: SmtpFailure): boolean {
  return command === 'RCPT TO' || /^5\d\d[ -]5\.[12]\.\d/.test(response ?? '');
}

function codeOf({ code, originalCode, responseCode, response }: SmtpFailure): string {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
  const said = enhanced ?? responseCode ?? originalCode ?? code ?? 'failed';
  return `smtp-${String(said).toLowerCase()}`;
}
