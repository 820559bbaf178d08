/** Injection token of the keyring of the audit chain. */
export const AUDIT_KEYS = Symbol('keys of the audit chain');
