/** One field of a request that was refused: `field` is its path in the body, query, header or file row. */
export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

/**
 * A refusal that the caller is told about, rendered as an RFC 9457 problem.
 * `code` is stable and machine-readable; neither it nor any text holds personal data.
 */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly fields?: FieldProblem[],
  ) {
    super(code);
    this.name = new.target.name;
  }
}

/** 400: the request's shape or a field's value is wrong. */
export class Invalid extends Problem {
  constructor(fields: FieldProblem[], code = 'invalid-request') {
    super(400, code, 'The request is not valid', undefined, fields);
  }

  /** The common case of a single wrong field. */
  static field(field: string, code: string, message: string): Invalid {
    return new Invalid([{ field, code, message }]);
  }
}

/** 401: no token, or one that does not hold. */
export class Unauthenticated extends Problem {
  constructor(detail: string) {
    super(401, 'unauthenticated', 'A valid access token is needed', detail);
  }
}

/** 403: the caller's roles do not include the route's permission. */
export class Forbidden extends Problem {
  constructor(code = 'forbidden', detail = 'Your role does not allow this.') {
    super(403, code, 'Not allowed', detail);
  }
}

/** 404: there is no such thing, or the caller may not see it; the two look the same. */
export class NotFound extends Problem {
  constructor(what: string) {
    super(404, 'not-found', 'Not found', `There is no such ${what}, or you may not see it.`);
  }
}

/** 409: the state of things forbids the action. */
export class Conflict extends Problem {
  constructor(code: string, detail: string, fields?: FieldProblem[]) {
    super(409, code, 'The present state does not allow this', detail, fields);
  }
}

/** 412: somebody changed the record since the caller read it. */
export class StaleEdit extends Problem {
  constructor() {
    super(412, 'stale-edit', 'The record has changed', 'Read it again and repeat the change.');
  }
}

/** 422: the request is well-formed but cannot be processed as it stands. */
export class Unprocessable extends Problem {
  constructor(code: string, detail: string, fields?: FieldProblem[]) {
    super(422, code, 'The request cannot be processed', detail, fields);
  }
}

/** 428: an edit without If-Match. */
export class PreconditionNeeded extends Problem {
  constructor() {
    super(428, 'if-match-required', 'If-Match is needed', 'Send the ETag of the version you read.');
  }
}

/** 503: something the service rests on does not answer. */
export class Unavailable extends Problem {
  constructor(detail: string) {
    super(503, 'unavailable', 'Not available just now', detail);
  }
}
