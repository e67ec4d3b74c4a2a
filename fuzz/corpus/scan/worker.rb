require 'bitrix24'

class Worker
  def perform(hook)
    RestClient.get("#{hook}/crm.lead.fields")
    @client.call('imopenlines.session.open', ID: 1)
    @client.call('event.bind', event: 'ONCRMDEALADD')
    # the user's crm.lead.list' is quoted on one side only
    puts 'crm.lead.list '
  end
end
