// What one would write with Bitrix24's own SDK: whose is the hook, and what may it do?
import { B24Hook } from '@bitrix24/b24jssdk'

const $b24 = B24Hook.fromWebhookUrl(process.env.B24_HOOK)
const ask = async (method) => {
  const answer = await $b24.actions.v2.call.make({ method })
  if (!answer.isSuccess) throw new Error(answer.getErrorMessages().join(', '))
  return answer.getData().result
}
const profile = await ask('profile')
const scopes = await ask('scope')
const missing = ['crm', 'im'].filter((scope) => !scopes.includes(scope))
if (!profile.ID || missing.length > 0) throw new Error(`missing: ${missing}`)
