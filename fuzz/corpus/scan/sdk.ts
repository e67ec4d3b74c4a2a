import { B24Hook } from '@bitrix24/b24jssdk'

const $b24 = B24Hook.fromWebhookUrl(process.env.B24_HOOK!)

export async function run(): Promise<void> {
  await $b24.actions.v2.call.make<Deal>({ method: 'crm.deal.update', params: { id: 1 } })
  await $b24.actions.v3.call.make<Task>({
    params: { fields: { title: 'crm.deal.title' } },
    method: 'tasks.task.get',
  })
  await $b24.actions.v3.batch.make({ calls: [['tasks.task.update', {}], { method: 'mail.mailbox.list' }] })
  await $b24.actions.v2.call.make({ method: 'crm.itm.list', params: {} })
  await $b24.callMethod('profile')
  await this.client.crm.status.list({ filter: {} })
  await this.client?.lists.get<List>({})
  const scope: string = params['scope'] ?? 'batch'
  const deals = this.store.crm.deal.list
}
