package main

// Nothing in this file but its calls speaks of the portal.
func main() {
	call("user.get", nil)
	get("/crm.product.list.json")
	get("/17/0123456789abcdef/entity.item.get")
	open("/tmp/crm.product.list.json")
	call("http://forest/crm-deal-list")
	path := "forest/crm.deal.list"
	call(`sale.order.list`)
}
