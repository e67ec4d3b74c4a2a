<?php
require_once 'crest.php';

// The component of the same name is no REST call.
$APPLICATION->IncludeComponent('bitrix:crm.deal.list', '', []);

$deals = CRest::call('crm.deal.list', ['select' => ['ID', 'crm.deal.title']]);
$batch = CRest::callBatch([
    'find' => ['method' => 'crm.duplicate.findbycomm', 'params' => []],
    'deal' => ['method' => "CRM.Deal.Get", 'params' => ['id' => '$result[find]']],
]);
$query = ['files' => 'disk.folder.getchildren?id=8', 'me' => 'user.current'];
$url = $hook . 'tasks.task.add.json';
$fixture = __DIR__ . '/fixtures/crm.contact.list.json';
$typo = CRest::call('crm.deal.lsit', []);
$old = CRest::call('crm.lead.list', []); // b24-ping: ignore
$both = [CRest::call('crm.lead.get'), CRest::call('crm.lead.add')]; // b24-ping: ignore crm.lead.get, left by the old shop
