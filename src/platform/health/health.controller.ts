import { Controller, Get, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../access/access.decorator.js';
import { Readiness } from './readiness.js';

class CheckResponse {
  @ApiProperty({ example: 'database' })
  name!: string;

  @ApiProperty()
  ready!: boolean;
}

class ReadinessResponse {
  @ApiProperty()
  ready!: boolean;

  @ApiProperty({ type: [CheckResponse] })
  checks!: CheckResponse[];
}

class LivenessResponse {
  @ApiProperty({ example: true })
  alive!: boolean;
}

@ApiTags('running')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get('live')
  @Access({ permission: 'public', audit: 'none' })
  @ApiOperation({ summary: 'The process runs' })
  @ApiOkResponse({ type: LivenessResponse })
  live(): LivenessResponse {
    return { alive: true };
  }

  @Get('ready')
  @Access({ permission: 'public', audit: 'none' })
  @ApiOperation({ summary: 'The process can do its work' })
  @ApiOkResponse({ type: ReadinessResponse })
  @ApiServiceUnavailableResponse({
    type: ReadinessResponse,
    description: 'Something the service rests on is away',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadinessResponse> {
    const state = await this.readiness.look();
    if (!state.ready) void reply.status(503);
    return state;
  }
}
