"""Syncs tasks. The word tasks.task.list stands here as prose."""
from b24pysdk import Client

client = Client(token)
deals = client.crm.deal.fields()
users = client.user.get (filter={})
chain = (
    client
    .crm.activity.list(order={})
)
rows = bitrix.get_all("task.checklistitem.getlist", params={})
r = requests.post(f"{url_hook}tasks.task.list.json", json={})
r = requests.post("%s/calendar.event.get" % hook)
bad = bitrix.get_all("tasks.tsk.list")
data = open("crm.deal.list.json").read()
path = os.path.join(FIXTURES, "fixtures/crm.deal.list.json")
call = client.crm.deal.list.delay
r = bitrix_request('department.get.json', {})
