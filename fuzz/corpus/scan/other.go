package main

// Another program's names: no sign here, so they are nobody's.
func other() {
	call("user.get", nil)
	call("lists.get", "event.get", "batch", "profile")
	db.user.update(1)
}
