/* Commented calls are calls: BX24.callMethod('im.notify.personal.add') */
BX24.callMethod("crm.contact.list", {}, (res) => log(res));
BX24.callMethod(
  'crm.company.update',
  { id: 1 },
);
const note = `see crm.deal.list in the manual`;
const i18n = t('crm.deal.title');
const longer = 'crm.deal.list.foo', inner = 'xcrm.deal.list', part = 'crm.deal';
require('./crm.deal.list.js');
import('./fixtures/crm.deal.list.json');
fetch(`${hook}crm.deal.add.json?fields[TITLE]=ж`);
fetch(`${base}/rest/${user}/${secret}/crm.item.list`);
axios.get("https://acme.bitrix24.example/rest/1/0123456789abcdef/telephony.externalcall.register.json");
const ж = 'ж', b = 'crm.lead.update';
const html = "<a onclick=\"call(\'x\', \"crm.quote.list\")\">";
BX24.callMethod('crm.contcat.add', {});
BX24.callBind('ONCRMDEALADD', 'https://shop.example/hooks');
prisma.user.update({ where: { id: 1 } }); // b24-ping: ignore user.update
