#!/bin/sh
curl -fsS "$B24_HOOK/crm.deal.userfield.list" -d '{"order":{}}'
curl -fsS "${B24_HOOK}app.info.json"
curl -fsS "$B24_HOOK"/user.current.json
curl -fsS https://acme.example/rest/1/0123456789abcdef/log.blogpost.add?POST_MESSAGE=hi
cat "$FIXTURES_DIR/crm.deal.get.json" docs/crm.deal.list.md
echo crm.deal.list
