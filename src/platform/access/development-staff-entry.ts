import type { OnApplicationBootstrap } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { Settings } from '../settings.js';
import { INVENTED_STAFF } from './development-staff.js';
import { StaffDirectory } from './staff-directory.js';

/** Enters the invented staff into the directory where the development issuer signs people in. */
@Injectable()
export class DevelopmentStaffEntry implements OnApplicationBootstrap {
  constructor(
    private readonly settings: Settings,
    private readonly directory: StaffDirectory,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.production || this.settings.oidc) return;
    for (const staff of INVENTED_STAFF) await this.directory.seen(staff);
  }
}
