import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access } from '../platform/access/access.decorator.js';
import type { Actor } from '../platform/access/actor.js';
import { CurrentActor } from '../platform/access/current-actor.decorator.js';
import type { Page } from '../platform/http/paging.js';
import { IdParam, IfMatch } from '../platform/http/parameters.js';
import { NeedsIdempotencyKey, NeedsIfMatch, Refuses } from '../platform/http/refusals.js';
import { TaskList } from './task-list.js';
import { AddTaskRequest, CompleteTaskRequest, TaskQuery } from './task-requests.js';
import { ChangedTaskResponse, type TaskItemResponse, TaskPage, TaskResponse } from './task-responses.js';
import { TaskWork } from './task-work.js';

@ApiTags('tasks')
@Controller()
export class TasksController {
  constructor(
    private readonly list: TaskList,
    private readonly work: TaskWork,
  ) {}

  @Get('tasks')
  @Access({ permission: 'task:read', audit: 'person-read' })
  @ApiOperation({
    summary: 'What is due',
    description: 'For me (`owner=me`), a team, or everybody; earliest due first.',
  })
  @ApiOkResponse({ type: TaskPage })
  listTasks(@CurrentActor() actor: Actor, @Query() query: TaskQuery): Promise<Page<TaskItemResponse>> {
    return this.list.page(actor, query);
  }

  @Get('tasks/:id')
  @Access({ permission: 'task:read', audit: 'person-read' })
  @ApiOperation({ summary: 'One task' })
  @ApiOkResponse({ type: TaskResponse })
  readTask(@CurrentActor() actor: Actor, @IdParam() id: string): Promise<TaskResponse> {
    return this.list.read(actor, id);
  }

  @Post('cases/:id/tasks')
  @Access({ permission: 'task:edit', audit: 'person-write', creates: true })
  @ApiOperation({ summary: 'Add a task to a case' })
  @ApiCreatedResponse({ type: ChangedTaskResponse })
  @NeedsIdempotencyKey()
  @Refuses(409, 'case-closed', 'not-a-member')
  addTask(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @Body() request: AddTaskRequest,
  ): Promise<ChangedTaskResponse> {
    return this.work.add(actor, id, request);
  }

  @Post('tasks/:id/taking')
  @HttpCode(200)
  @Access({ permission: 'task:edit', audit: 'person-write' })
  @ApiOperation({ summary: 'Take a task', description: 'Of two who take it at once, one gets it.' })
  @ApiOkResponse({ type: ChangedTaskResponse })
  @NeedsIfMatch()
  @Refuses(409, 'already-taken', 'task-not-open', 'not-a-member')
  takeTask(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
  ): Promise<ChangedTaskResponse> {
    return this.work.take(actor, id, version);
  }

  @Post('tasks/:id/completion')
  @HttpCode(200)
  @Access({ permission: 'task:edit', audit: 'person-write' })
  @ApiOperation({
    summary: 'Complete a task',
    description: 'An open case keeps a next step: where no task is left, a follow-up review is added.',
  })
  @ApiOkResponse({ type: ChangedTaskResponse })
  @NeedsIfMatch()
  @Refuses(409, 'task-not-open', 'ends-elsewhere')
  completeTask(
    @CurrentActor() actor: Actor,
    @IdParam() id: string,
    @IfMatch() version: number,
    @Body() request: CompleteTaskRequest,
  ): Promise<ChangedTaskResponse> {
    return this.work.complete(actor, id, request.outcomeCode ?? 'done', version);
  }
}
