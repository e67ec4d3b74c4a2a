using System.Net.Http;

public class Portal
{
    public Task Deals(string hook) => http.GetAsync($"{hook}/crm.deal.productrows.set.json");
    public Task Legacy() => http.GetAsync("https:\/\/acme.example\/rest\/1\/0123456789abcdef\/crm.lead.delete");
    public Task Node() => http.GetAsync("https://acme.example/rest/api/1/0123456789abcdef/humanresources.node.get");
    public Task Three() => http.GetAsync("https://acme.example/rest/api/1/0123456789abcdef/tasks.task.delete");
    public Task Wrong() => http.GetAsync("https://acme.example/rest/1/0123456789abcdef/crm.deal.lists.json");
    public Task Script() => http.GetAsync("https://acme.example/rest/1/0123456789abcdef/index.php");
    private string crm_deal_list = nameof(crm.deal.list);
}
