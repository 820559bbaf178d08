import { Injectable } from '@nestjs/common';
import { ReferencePolicy } from './policy/reference-policy.js';

interface TeamAttributes {
  takesCohorts?: readonly string[];
  takesTheRest?: boolean;
}

/** Which team a case is first allocated to. */
@Injectable()
export class Teams {
  private readonly teams: readonly ({ code: string } & TeamAttributes)[];

  constructor(policy: ReferencePolicy) {
    this.teams = policy
      .codesOf('teams')
      .map(({ code, attributes }) => ({ code, ...(attributes as TeamAttributes) }));
    if (!this.teams.some((team) => team.takesTheRest)) throw new Error('No team takes the rest of the cases');
  }

  /** The first team that takes one of the cohorts, else the team that takes the rest. */
  forCohorts(cohorts: readonly string[]): string {
    const taking = this.teams.find((team) => team.takesCohorts?.some((cohort) => cohorts.includes(cohort)));
    return (taking ?? this.teams.find((team) => team.takesTheRest)!).code;
  }
}
