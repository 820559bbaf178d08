import { Module } from '@nestjs/common';

/** People, how they may be reached, and who looked at their record. */
@Module({})
export class VictimsModule {}
