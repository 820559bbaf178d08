import { IsCode, IsId } from '../../platform/validation/decorators.js';
import { SafetyVersionRead } from '../../victims/safety-version-read.js';

/** The texts that a coordinator may send: there is no free text. */
export const SMS_TEMPLATES = ['sms-please-ring', 'sms-we-rang'] as const;
export type SmsTemplate = (typeof SMS_TEMPLATES)[number];

export class AskForMessageRequest extends SafetyVersionRead {
  @IsCode(['sms'], { example: 'sms' })
  channel!: 'sms';

  @IsId({
    description: 'A telephone number of the person that is a mobile',
    example: '0193a5b0-0000-7000-8000-000000000061',
  })
  contactPointId!: string;

  @IsCode(SMS_TEMPLATES, { description: 'Which text; there is no other', example: 'sms-please-ring' })
  templateCode!: SmsTemplate;
}
