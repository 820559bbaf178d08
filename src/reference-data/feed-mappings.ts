import { Injectable } from '@nestjs/common';
import { ReferencePolicy } from './policy/reference-policy.js';
import type { FeedMapping } from './feeds/feed-mapping.js';

/** How the files of each feed are read. */
@Injectable()
export class FeedMappings {
  constructor(private readonly policy: ReferencePolicy) {}

  /** Null where no mapping of that name stands in config/feeds. */
  get(feed: string): FeedMapping | null {
    return this.policy.feeds.find((mapping) => mapping.feed === feed) ?? null;
  }

  /** The feed whose mapping takes a file of the watched folder by its name, or null. */
  ofInboxFile(name: string): string | null {
    const found = this.policy.feeds.find(
      ({ inboxPrefix }) => inboxPrefix !== undefined && name.toLowerCase().startsWith(inboxPrefix),
    );
    return found?.feed ?? null;
  }

  names(): string[] {
    return this.policy.feeds.map(({ feed }) => feed);
  }
}
