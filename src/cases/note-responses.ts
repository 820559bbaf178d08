import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../platform/http/paging.js';
import { ProfessionalContactResponse } from './professional-contact.js';

export class NoteResponse {
  @ApiProperty({ format: 'uuid', example: '0193a5b0-0000-7000-8000-000000000021' })
  id!: string;

  @ApiProperty({ example: 'Asked to be called after six.' })
  text!: string;

  @ApiProperty({ format: 'date-time', example: '2019-04-02T09:30:00.000Z' })
  writtenAt!: string;

  @ApiProperty({ example: 'dev-coordinator-1' })
  writtenBy!: string;

  @ApiProperty({ type: String, nullable: true, example: 'Invented Coordinator One' })
  writtenByName!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
    description: 'The note that this one corrects',
  })
  supersedes!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    format: 'uuid',
    example: null,
    description: 'The note that corrects this one',
  })
  supersededBy!: string | null;

  @ApiProperty({
    type: ProfessionalContactResponse,
    nullable: true,
    description: 'The contact with a professional that it is about; null for any other note',
  })
  professionalContact!: ProfessionalContactResponse | null;
}

export class NotePage extends PageOf {
  @ApiProperty({ type: [NoteResponse], description: 'Newest first' })
  items!: NoteResponse[];
}
