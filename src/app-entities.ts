import { SupportCase } from './cases/support-case.entity.js';
import { Task } from './cases/task.entity.js';

/** The entity classes of all rooms: what TypeORM has to know before it opens the database. */
export const ENTITIES = [SupportCase, Task];
